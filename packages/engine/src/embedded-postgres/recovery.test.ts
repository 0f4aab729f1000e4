import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { query, stopProcess, useDataDirs } from './fixtures/harness.ts';

const { start, startProcess, initialisedDataDir } = useDataDirs();
const onLinux = process.platform === 'linux';

test('a server killed under load comes back with every committed row', async () => {
  const dataDir = initialisedDataDir();
  const first = await start(dataDir);
  await query(first.url, 'create table entry (id int generated always as identity, text text)');
  let committed = 0;
  let exit: Promise<unknown> | undefined;
  const insertUntilItDies = async () => {
    for (;;) {
      await query(first.url, "insert into entry (text) values (repeat('x', 1000))");
      committed += 1;
      if (committed === 30) {
        exit = first.exited;
        process.kill(first.pid, 'SIGKILL');
      }
    }
  };
  await expect(Promise.all([insertUntilItDies(), insertUntilItDies()])).rejects.toThrow();
  expect(await exit).toEqual({ code: null, signal: 'SIGKILL', expected: false });

  const second = await start(dataDir);
  const [row] = await query<{ count: number }>(second.url, 'select count(*)::int as count from entry');
  // A commit may have reached the disk although its answer did not reach us; there are two writers.
  expect(row?.count).toBeGreaterThanOrEqual(committed);
  expect(row?.count).toBeLessThanOrEqual(committed + 2);
});

test.runIf(onLinux)(
  'the server goes when its process is killed, and the next start waits for that',
  async () => {
    const dataDir = initialisedDataDir();
    const other = await startProcess(dataDir);
    await query(other.url, 'create table survivor as select 42 as answer');
    other.process.kill('SIGKILL');
    await once(other.process, 'exit');

    const { url, pid } = await start(dataDir);
    expect(pid).not.toBe(other.pid);
    expect(await query(url, 'select answer from survivor')).toEqual([{ answer: 42 }]);
  },
);

test('the server goes when its process exits without stopping it', async () => {
  const dataDir = initialisedDataDir();
  const other = await startProcess(dataDir, { manner: 'abandon' });
  await stopProcess(other.process);

  const { url } = await start(dataDir);
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test.runIf(onLinux)(
  'lock files whose pid now belongs to an unrelated process do not stop a start',
  async () => {
    const dataDir = initialisedDataDir();
    const { url, socketDir, stop } = await start(dataDir);
    await stop();
    const unrelated = spawn('sleep', ['60'], { stdio: 'ignore' });
    const lock = `${unrelated.pid}\n${path.join(dataDir, 'postgres')}\n1\n5432\n${socketDir}\n\n\nready   \n`;
    writeFileSync(path.join(dataDir, 'postgres', 'postmaster.pid'), lock);
    writeFileSync(path.join(socketDir, '.s.PGSQL.5432.lock'), lock);
    try {
      const second = await start(dataDir);
      expect(second.url).toBe(url);
      expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    } finally {
      unrelated.kill();
    }
  },
);
