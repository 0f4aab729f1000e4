import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type Address, roleName } from './address.ts';
import type { PostgresBinaries } from './binaries.ts';
import { EmbeddedPostgresStartError } from './errors.ts';
import type { LaunchPlan } from './privileges.ts';
import { processExists } from './processExists.ts';

/** Everything the steps of a start need to know. */
export interface ClusterContext {
  readonly dataDir: string;
  readonly clusterDir: string;
  readonly binaries: PostgresBinaries;
  readonly plan: LaunchPlan;
  readonly address: Address;
}

/** What Postgres programs see of our environment: nothing that changes their language, zone or behaviour. */
export const postgresEnvironment: NodeJS.ProcessEnv =
  process.platform === 'win32' ? process.env : { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };

export function clusterExists(clusterDir: string): boolean {
  return existsSync(path.join(clusterDir, 'PG_VERSION'));
}

/** Makes the cluster beside its place and renames it, so that a killed initdb leaves nothing that looks whole. */
export async function createCluster(context: ClusterContext): Promise<void> {
  const { dataDir, clusterDir, plan } = context;
  removeAbandoned(dataDir);
  const draft = `${clusterDir}.init-${process.pid}`;
  mkdirSync(draft, { mode: 0o700 });
  if (plan.user !== undefined) chownSync(draft, plan.user.uid, plan.user.gid);
  try {
    await runInitdb(context, draft);
    renameSync(draft, clusterDir);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Two processes that start together both make one; the first to rename wins and the other goes on with that.
    const lostTheRace = ['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(
      (error as NodeJS.ErrnoException).code ?? '',
    );
    if (!lostTheRace || !clusterExists(clusterDir)) throw error;
  }
}

async function runInitdb({ binaries, plan, address }: ClusterContext, directory: string): Promise<void> {
  const command = [
    ...plan.prefix,
    binaries.initdb,
    `--pgdata=${directory}`,
    `--username=${roleName}`,
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    ...address.initdbArguments,
  ];
  const child = spawn(command[0] as string, command.slice(1), {
    ...plan.user,
    cwd: path.parse(directory).root,
    env: postgresEnvironment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  const failure = await once(child, 'close').then(
    ([code]) => (code === 0 ? undefined : output),
    (error: Error) => error.message,
  );
  if (failure !== undefined) throw new EmbeddedPostgresStartError('initdb', failure);
}

/** Drafts carry the pid of their maker; one whose maker is gone (or bore our own pid) will not be finished. */
function removeAbandoned(dataDir: string): void {
  for (const name of readdirSync(dataDir)) {
    const pid = Number(/\.init-(\d+)$/.exec(name)?.[1]);
    if (Number.isInteger(pid) && (pid === process.pid || !processExists(pid))) {
      rmSync(path.join(dataDir, name), { recursive: true, force: true });
    }
  }
}
