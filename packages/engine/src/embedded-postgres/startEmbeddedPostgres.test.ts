import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { EmbeddedPostgresInUseError, EmbeddedPostgresStartError } from './errors.ts';
import { query, stopProcess, useDataDirs } from './fixtures/harness.ts';
import { readEmbeddedUrl } from './urlFile.ts';

const { start, startProcess, initialisedDataDir, absentDataDir } = useDataDirs();

describe('an ordinary life', () => {
  test('the first start makes the directory, the cluster and the database', async () => {
    const dataDir = path.join(absentDataDir(), 'several', 'levels');
    const { url } = await start(dataDir);

    const [row] = await query(url, 'select current_database() as database, current_user as role');
    expect(row).toEqual({ database: 'mesh_markets', role: 'app' });
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  });

  test('rows survive a stop and a start', async () => {
    const dataDir = initialisedDataDir();
    const first = await start(dataDir);
    await query(first.url, 'create table survivor as select 42 as answer');
    await first.stop();
    await expect(first.exited).resolves.toEqual({ code: 0, signal: null, expected: true });

    const second = await start(dataDir);
    expect(await query(second.url, 'select answer from survivor')).toEqual([{ answer: 42 }]);
  });

  test('stop can be called twice, also at once', async () => {
    const postgres = await start(initialisedDataDir());
    await Promise.all([postgres.stop(), postgres.stop()]);
    await postgres.stop();
  });

  test('stop ends the sessions of others', async () => {
    const postgres = await start(initialisedDataDir());
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    const told: Error[] = [];
    client.on('error', (error) => told.push(error));
    const ended = new Promise((resolve) => client.once('end', resolve));
    await postgres.stop();
    await ended;
    expect(told[0]).toMatchObject({ code: '57P01' });
  });

  test('it is durable and listens on no network', async () => {
    const { url, socketDir } = await start(initialisedDataDir());
    const settings = await query<{ name: string; setting: string }>(
      url,
      `select name, setting from pg_settings
       where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'jit', 'listen_addresses') order by name`,
    );
    expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
      fsync: 'on',
      full_page_writes: 'on',
      jit: 'off',
      listen_addresses: '',
      synchronous_commit: 'on',
    });
    expect(statSync(socketDir).mode & 0o777).toBe(0o700);
  });

  test('flags win over the usual settings', async () => {
    const { url } = await start(initialisedDataDir(), ['fsync=off', 'max_connections=7']);
    const rows = await query(
      url,
      "select setting from pg_settings where name in ('fsync', 'max_connections')",
    );
    expect(rows).toEqual([{ setting: 'off' }, { setting: '7' }]);
  });

  test('a refused setting is reported in the words of Postgres', async () => {
    const starting = start(initialisedDataDir(), ['shared_buffers=nonsense']);
    await expect(starting).rejects.toThrow(EmbeddedPostgresStartError);
    await expect(starting).rejects.toThrow(/invalid value for parameter "shared_buffers"/);
  });

  test('a grown log is put aside', async () => {
    const dataDir = initialisedDataDir();
    writeFileSync(path.join(dataDir, 'postgres.log'), Buffer.alloc(10 * 1024 * 1024 + 1, 'x'));
    await start(dataDir);
    expect(statSync(path.join(dataDir, 'postgres.log')).size).toBeLessThan(10_000);
    expect(existsSync(path.join(dataDir, 'postgres.log.1'))).toBe(true);
  });
});

describe('the path of the data directory', () => {
  test('may be longer than a socket path', async () => {
    const dataDir = initialisedDataDir(path.join('long'.repeat(30), 'longer'.repeat(30)));
    const { url, socketDir, stop } = await start(dataDir);
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(socketDir.startsWith(dataDir)).toBe(false);
    expect(statSync(socketDir).mode & 0o777).toBe(0o700);
    await stop();
    rmSync(socketDir, { recursive: true });
  });

  test('may hold characters that mean something to shells, urls and Postgres', async () => {
    const { url } = await start(initialisedDataDir(`it's a "b", c+d %20 &?#=é`));
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('a second process', () => {
  test('joins through the url file, which is there only while the server runs', async () => {
    const dataDir = initialisedDataDir();
    expect(await readEmbeddedUrl(dataDir)).toBeUndefined();

    const other = await startProcess(dataDir);
    const url = await readEmbeddedUrl(dataDir);
    expect(url).toBe(other.url);
    expect(await query(other.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(statSync(path.join(dataDir, 'database-url')).mode & 0o777).toBe(0o600);

    expect(await stopProcess(other.process)).toBe(0);
    expect(existsSync(path.join(dataDir, 'database-url'))).toBe(false);
    expect(await readEmbeddedUrl(dataDir)).toBeUndefined();
  });

  test('is not sent to a server that died', async () => {
    const dataDir = initialisedDataDir();
    const postgres = await start(dataDir);
    process.kill(postgres.pid, 'SIGKILL');
    await postgres.exited;
    expect(readFileSync(path.join(dataDir, 'database-url'), 'utf8')).toContain('postgresql://');
    expect(await readEmbeddedUrl(dataDir)).toBeUndefined();
  });

  test('may not run a second server on the directory, and is told what to do', async () => {
    const dataDir = initialisedDataDir();
    const other = await startProcess(dataDir);
    const refused = start(dataDir);
    await expect(refused).rejects.toThrow(EmbeddedPostgresInUseError);
    await expect(refused).rejects.toThrow(`postgres has pid ${other.pid}`);
    await expect(refused).rejects.toThrow('database-url');
    expect(await query(other.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('that starts at the same moment on an empty directory leaves one server', async () => {
    const dataDir = absentDataDir();
    const outcomes = await Promise.allSettled([startProcess(dataDir), startProcess(dataDir), start(dataDir)]);
    const refusals = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refusals).toHaveLength(2);
    for (const { reason } of refusals) expect(String(reason)).toContain('EmbeddedPostgresInUseError');
    const url = await readEmbeddedUrl(dataDir);
    expect(await query(url as string, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(readdirSync(dataDir).filter((name) => name.includes('.init-'))).toEqual([]);
  });
});

test('a half-made cluster of a killed start is thrown away', async () => {
  const dataDir = absentDataDir();
  // No process has this pid: it is above the largest that Linux gives.
  const draft = path.join(dataDir, 'postgres.init-4194305');
  mkdirSync(path.join(draft, 'base'), { recursive: true });
  chmodSync(dataDir, 0o700);
  const { url } = await start(dataDir);
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(existsSync(draft)).toBe(false);
});
