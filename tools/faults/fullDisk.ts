import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '@mesh-markets/engine/embedded-postgres';
import { createDraws } from '../sim/draws.ts';
import { drawCommands } from './clients.ts';
import { createApiKeys, createHttpServer } from './createHttpServer.ts';
import type { Result } from './report.ts';
import { rowOf, runScenario } from './run.ts';
import type { Scenario } from './scenarios.ts';
import { openStage, remember } from './stage.ts';

/** What of the disk is full. */
type Part = 'log' | 'tables';

const WORDS: Readonly<Record<Part, { readonly name: string; readonly what: string }>> = {
  log: { name: 'disk of the WAL full', what: 'pg_wal on a small disk of its own, filled to the last byte' },
  tables: {
    name: 'disk of the database full',
    what: 'all of Postgres on a small disk, filled to the last byte',
  },
};
const SIZES: Readonly<Record<Part, string>> = { log: '128m', tables: '512m' };
/** So many orders have to be refused for want of room before there is room again. */
const WANTED_REFUSALS = 40;
const MOST_ORDERS = 20_000;

const mount = (target: string, options: string): void => {
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', target], { stdio: 'pipe' });
};

/** Puts the write-ahead log of a cluster on a disk of its own. */
const moveLog = async (dataDir: string): Promise<void> => {
  const postgres = await startEmbeddedPostgres({ dataDir });
  await postgres.stop();
  const log = path.join(dataDir, 'postgres', 'pg_wal');
  const { uid, gid } = statSync(log);
  renameSync(log, `${log}.before`);
  mkdirSync(log);
  mount(log, `size=${SIZES.log},uid=${uid},gid=${gid},mode=700`);
  execFileSync('cp', ['-a', `${log}.before/.`, log]);
  rmSync(`${log}.before`, { recursive: true });
};

const fill = (disk: string): string => {
  const ballast = path.join(disk, 'ballast');
  const { bavail, bsize } = statfsSync(disk);
  try {
    writeFileSync(ballast, Buffer.alloc((bavail + 1) * bsize));
  } catch (error) {
    // Others write there too, so who takes the last of it is a matter of luck.
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
  return ballast;
};

/** Takes what room is left inside of the files that Postgres has already. */
const TAKE_THE_REST: Readonly<Record<Part, string>> = {
  log: 'select pg_switch_wal()',
  tables: `insert into room select repeat('x', 1000) from generate_series(1, 5000)`,
};

/** Fills the disk, waits until orders are refused for it, and frees the room again. */
const fillUnderLoad = (part: Part, disk: string): Scenario => ({
  ...WORDS[part],
  times: 1,
  happen: async (stage, servers) => {
    const draws = createDraws(40, 0);
    await stage.query('create table room (text text)');
    const ballast = fill(disk);
    // It fails, as it should: the room is gone then.
    await stage.query(TAKE_THE_REST[part]).catch(() => undefined);
    let refused = 0;
    for (let tried = 0; refused < WANTED_REFUSALS; tried += 1) {
      if (tried === MOST_ORDERS) throw new Error('orders went on in spite of the full disk');
      const [command] = drawCommands(draws, stage, 1);
      const outcome = await servers[tried % servers.length]!.give(command!);
      if (outcome.kind === 'answered') remember(stage, command!, outcome.answer);
      else if (outcome.kind !== 'refused') refused += 1;
      if (outcome.kind === 'failed' && outcome.reason !== 'HTTP 503 UNAVAILABLE')
        throw new Error(outcome.reason);
    }
    rmSync(ballast);
    await stage.revivePostgres();
  },
});

const runOn = async (part: Part, dataDir: string, commands: number): Promise<Result> => {
  const stage = await openStage(dataDir);
  try {
    const apiKeys = await createApiKeys(stage.engine, stage.people);
    const names = ['http-a', 'http-b'];
    const servers = await Promise.all(names.map((name) => createHttpServer(stage.url, name, apiKeys)));
    try {
      const disk = part === 'log' ? path.join(dataDir, 'postgres', 'pg_wal') : dataDir;
      const scenario = fillUnderLoad(part, disk);
      return rowOf(scenario, 'http', await runScenario(stage, servers, scenario, { commands, seed: 30 }));
    } finally {
      await Promise.all(servers.map((server) => server.kill()));
    }
  } finally {
    await stage.close();
  }
};

/** A Postgres of its own whose disk runs full. A disk that is so small has to be mounted, which not every user may. */
export const fullDisk = async (part: Part, commands: number): Promise<Result> => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'mesh-markets-full-'));
  const mounted = part === 'log' ? path.join(dataDir, 'postgres', 'pg_wal') : dataDir;
  let isMounted = false;
  try {
    if (part === 'log') await moveLog(dataDir);
    else mount(dataDir, `size=${SIZES.tables}`);
    isMounted = true;
    return await runOn(part, dataDir, commands);
  } catch (error) {
    const { path: program, stderr } = error as { path?: string; stderr?: Buffer };
    if (isMounted || (program !== 'mount' && stderr === undefined)) throw error;
    return {
      fault: WORDS[part].name,
      notRun: 'this user may not mount a small disk (tmpfs); run it as root on Linux',
    };
  } finally {
    if (isMounted) execFileSync('umount', [mounted]);
    rmSync(dataDir, { recursive: true, force: true });
  }
};
