import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, test } from 'vitest';
import { readMigrations } from '../migrate.ts';
import { clusterUrlVariable, startTestCluster } from './cluster.ts';
import { ConnectionLeakError, createTestDatabase } from './database.ts';

const clients: pg.Client[] = [];

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'forgotten' });
  client.on('error', () => {});
  await client.connect();
  clients.push(client);
  return client;
}

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.end()));
});

describe('createTestDatabase', () => {
  test('gives a database with every migration', async () => {
    const database = await createTestDatabase();
    const { rows } = await database.pool.query('select name from schema_migration order by version');
    const migrations = readMigrations(path.join(import.meta.dirname, '..', '..', 'migrations'));
    expect(rows.map(({ name }) => name)).toEqual(migrations.map(({ name }) => name));
    await database.drop();
  });

  test('gives everyone a database of their own, and drop removes it', async () => {
    const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    await first.pool.query('create table note (text text)');
    await expect(second.pool.query('select from note')).rejects.toMatchObject({ code: '42P01' });
    await Promise.all([first.drop(), second.drop()]);
    await expect(connect(first.url)).rejects.toMatchObject({ code: '3D000' });
  });

  test('the drop tells which connection was forgotten, and drops all the same', async () => {
    const database = await createTestDatabase();
    const forgotten = await connect(database.url);
    await forgotten.query('select 1 as forgotten_query');
    const dropping = database.drop();
    await expect(dropping).rejects.toThrow(ConnectionLeakError);
    await expect(dropping).rejects.toThrow(
      /left open: 1, .*released: 0\n.*forgotten, idle: select 1 as forgotten_query/,
    );
    await expect(connect(database.url)).rejects.toMatchObject({ code: '3D000' });
  });

  test('the drop notices a client of the pool that was not released', async () => {
    const database = await createTestDatabase();
    const client = await database.pool.connect();
    await expect(database.drop()).rejects.toThrow(/left open: 1, .*released: 1/);
    client.release();
  });
});

describe('a test cluster', () => {
  const runUrl = process.env[clusterUrlVariable];
  afterEach(() => {
    process.env[clusterUrlVariable] = runUrl;
  });

  test('many first callers at once share one template; the end leaves nothing behind', async () => {
    const abandoned = path.join(tmpdir(), 'mesh-markets-test-4194305-abandoned');
    mkdirSync(abandoned, { recursive: true });
    const cluster = await startTestCluster();
    expect(existsSync(abandoned)).toBe(false);

    const databases = await Promise.all(Array.from({ length: 8 }, createTestDatabase));
    expect(new Set(databases.map(({ url }) => url)).size).toBe(8);
    await Promise.all(databases.map((database) => database.drop()));

    const ours = () => readdirSync(tmpdir()).filter((name) => name.includes(`-test-${process.pid}-`));
    expect(ours()).toHaveLength(1);
    await cluster.stop();
    expect(ours()).toEqual([]);
  });

  test('without one the error says what to do', async () => {
    delete process.env[clusterUrlVariable];
    await expect(createTestDatabase()).rejects.toThrow('startTestCluster');
  });
});
