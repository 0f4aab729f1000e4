import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, existsSync, fstatSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type ClusterContext, postgresEnvironment } from './cluster.ts';
import { tryConnect } from './connect.ts';
import { EmbeddedPostgresInUseError, EmbeddedPostgresStartError } from './errors.ts';
import { readPostmasterState, removeStaleLockFiles } from './lockFiles.ts';

/** How the server ended. `expected` is false when nobody had called `stop()`: the caller has lost its database. */
export interface PostgresExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly expected: boolean;
}

export interface Postmaster {
  readonly pid: number;
  readonly exited: Promise<PostgresExit>;
  stop(): Promise<void>;
}

/** An answering server of this directory is given this long to turn out to be one that is going down. */
const inUseGraceMs = 1_000;
/** How long a predecessor may take to go down; longer than a shutdown of ours may take. */
const predecessorMs = 90_000;
/** A fast shutdown writes a checkpoint; past this the server is stopped at once and recovers at the next start. */
const shutdownMs = 60_000;
/** A crash with the whole `max_wal_size` to replay takes minutes on a slow disk. */
const recoveryMs = 600_000;
const logBytesMax = 10 * 1024 * 1024;
const pollMs = 20;

/** For one small machine, durable. On the command line and not in a file, so that a release can improve them. */
const serverSettings = [
  'shared_buffers=128MB',
  'max_connections=100',
  'jit=off',
  'fsync=on',
  'synchronous_commit=on',
  'max_wal_size=2GB',
  'checkpoint_timeout=15min',
  'timezone=UTC',
  'log_timezone=UTC',
];

/**
 * Starts the server and resolves once it accepts connections. A predecessor that is still going down, or that nobody
 * has reaped yet, is waited for.
 * @throws EmbeddedPostgresInUseError when a predecessor goes on serving
 * @throws EmbeddedPostgresStartError
 */
export async function startPostmaster(
  context: ClusterContext,
  flags: readonly string[],
): Promise<Postmaster> {
  const deadline = Date.now() + predecessorMs;
  for (;;) {
    removeStaleLockFiles(context.clusterDir, context.address.socketDir);
    await refuseLivePredecessor(context);
    const attempt = spawnPostmaster(context, flags);
    const failure = await waitUntilReady(context, attempt);
    if (failure === undefined) return supervise(context, attempt);
    if (!/lock file .* already exists|shared memory block .* is still in use/s.test(failure)) {
      throw new EmbeddedPostgresStartError('postgres', failure);
    }
    const predecessor = readPostmasterState(context.clusterDir);
    if (predecessor !== undefined && Date.now() > deadline) {
      throw new EmbeddedPostgresInUseError(context.dataDir, predecessor.pid);
    }
    await delay(pollMs);
  }
}

/** Returns when no server of this directory serves; one that goes on serving is somebody's database. */
async function refuseLivePredecessor({ dataDir, clusterDir, address }: ClusterContext): Promise<void> {
  const deadline = Date.now() + inUseGraceMs;
  for (;;) {
    const predecessor = readPostmasterState(clusterDir);
    if (predecessor?.status !== 'ready') return;
    const client = await tryConnect(address.url('postgres'));
    if (client instanceof Error) return;
    await client.end();
    if (Date.now() > deadline) throw new EmbeddedPostgresInUseError(dataDir, predecessor.pid);
    await delay(pollMs);
  }
}

interface Attempt {
  readonly child: ChildProcess;
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  readonly logFile: string;
  /** Where this attempt's part of the log begins. */
  readonly logStart: number;
}

/** The log is a file and not a pipe: a busy event loop here must never block a Postgres that wants to log. */
function spawnPostmaster(context: ClusterContext, flags: readonly string[]): Attempt {
  const { clusterDir, binaries, plan, address } = context;
  const logFile = path.join(context.dataDir, 'postgres.log');
  if (existsSync(logFile) && statSync(logFile).size > logBytesMax) renameSync(logFile, `${logFile}.1`);
  const log = openSync(logFile, 'a', 0o600);
  const logStart = fstatSync(log).size;
  const command = [...plan.prefix, ...plan.serverPrefix, binaries.postgres, '-D', clusterDir];
  for (const setting of [...serverSettings, ...flags, ...address.serverSettings]) command.push('-c', setting);
  const child = spawn(command[0] as string, command.slice(1), {
    ...plan.user,
    cwd: path.parse(clusterDir).root,
    env: postgresEnvironment,
    // Ctrl-C in a terminal reaches the whole process group; only we decide when the database goes down.
    detached: true,
    windowsHide: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const exited = new Promise<Awaited<Attempt['exited']>>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  return { child, exited, logFile, logStart };
}

/** Resolves to undefined when this very child serves, else to what it said before it ended. */
async function waitUntilReady(context: ClusterContext, attempt: Attempt): Promise<string | undefined> {
  const { child, logFile, logStart } = attempt;
  let launchError: Error | undefined;
  child.once('error', (error) => {
    launchError = error;
  });
  const deadline = Date.now() + recoveryMs;
  while (isRunning(child) && launchError === undefined) {
    // The socket may still be a predecessor's, so the file must name our child.
    const state = readPostmasterState(context.clusterDir);
    if (state?.pid === child.pid && state?.status === 'ready') return undefined;
    if (Date.now() > deadline) {
      child.kill('SIGQUIT');
      return `It is not ready after ${recoveryMs / 60_000} minutes; see ${logFile}`;
    }
    await delay(pollMs);
  }
  return launchError?.message ?? readFileSync(logFile).subarray(logStart).toString('utf8');
}

function supervise({ clusterDir, binaries }: ClusterContext, { child, exited }: Attempt): Postmaster {
  let stopping: Promise<void> | undefined;
  // Where setpriv exists the kernel does this; elsewhere it covers every end of this process but a kill.
  const stopWithProcess = () => child.kill('SIGINT');
  process.once('exit', stopWithProcess);

  const stopOnce = async () => {
    if (isRunning(child) && process.platform === 'win32') {
      await promisify(execFile)(binaries.pg_ctl, ['stop', '-D', clusterDir, '-m', 'fast', '-w']);
    }
    child.kill('SIGINT');
    const lastResort = setTimeout(() => child.kill('SIGQUIT'), shutdownMs);
    await exited;
    clearTimeout(lastResort);
  };
  return {
    pid: child.pid as number,
    exited: exited.then(({ code, signal }) => {
      process.removeListener('exit', stopWithProcess);
      return { code, signal, expected: stopping !== undefined };
    }),
    stop: () => {
      stopping ??= stopOnce();
      return stopping;
    },
  };
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}
