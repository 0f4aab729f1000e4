import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MigrationRefusedError, migrate, readMigrations } from './migrate.ts';
import { createTestDatabase, type TestDatabase } from './testing/index.ts';

let database: TestDatabase;
let directory: string;

const people = 'create table person (name text);';
const pets = 'create table pet (name text);\ninsert into pet values ($$one$$);';

function land(name: string, text: string): void {
  writeFileSync(path.join(directory, name), text);
}

async function landedNames(): Promise<string[]> {
  const { rows } = await database.pool.query('select name from schema_migration order by version');
  return rows.map(({ name }) => name);
}

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  // The test database comes migrated; these tests start from an empty one.
  await database.pool.query('drop schema public cascade');
  await database.pool.query('create schema public');
  directory = mkdtempSync(path.join(tmpdir(), 'mesh-markets-migrations-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('migrate', () => {
  test('runs the files in order, once', async () => {
    land('0001-people.sql', people);
    land('0002-pets.sql', pets);
    expect(await migrate(database.pool, directory)).toEqual({
      applied: ['0001-people.sql', '0002-pets.sql'],
    });
    expect(await migrate(database.pool, directory)).toEqual({ applied: [] });

    land('0003-more-pets.sql', 'insert into pet values ($$two$$)');
    expect(await migrate(database.pool, directory)).toEqual({ applied: ['0003-more-pets.sql'] });
    const { rows } = await database.pool.query('select name from pet order by name');
    expect(rows).toEqual([{ name: 'one' }, { name: 'two' }]);
  });

  test('twenty at once on an empty database: one does the work', async () => {
    land('0001-people.sql', people);
    land('0002-pets.sql', pets);
    const pools = Array.from({ length: 20 }, () => new pg.Pool({ connectionString: database.url, max: 1 }));
    const results = await Promise.all(pools.map((pool) => migrate(pool, directory)));
    await Promise.all(pools.map((pool) => pool.end()));

    const workers = results.filter(({ applied }) => applied.length > 0);
    expect(workers).toEqual([{ applied: ['0001-people.sql', '0002-pets.sql'] }]);
    expect((await database.pool.query('select from pet')).rowCount).toBe(1);
  });

  test('a failing file leaves nothing of itself, keeps those before it and frees the lock', async () => {
    land('0001-people.sql', people);
    land('0002-pets.sql', `${pets} select 1 / 0;`);
    await expect(migrate(database.pool, directory)).rejects.toThrow(
      'Migration 0002-pets.sql failed and was rolled back: division by zero',
    );
    expect(await landedNames()).toEqual(['0001-people.sql']);
    await expect(database.pool.query('select from pet')).rejects.toMatchObject({ code: '42P01' });

    land('0002-pets.sql', pets);
    expect(await migrate(database.pool, directory)).toEqual({ applied: ['0002-pets.sql'] });
  });

  test('a file that changed after landing is refused', async () => {
    land('0001-people.sql', people);
    await migrate(database.pool, directory);
    land('0001-people.sql', `${people} -- harmless`);
    land('0002-pets.sql', pets);
    const migrating = migrate(database.pool, directory);
    await expect(migrating).rejects.toThrow(MigrationRefusedError);
    await expect(migrating).rejects.toThrow('0001-people.sql has changed since it ran');
    expect(await landedNames()).toEqual(['0001-people.sql']);
  });

  test('line ends of another system are not a change', async () => {
    land('0001-pets.sql', pets);
    await migrate(database.pool, directory);
    land('0001-pets.sql', pets.replaceAll('\n', '\r\n'));
    expect(await migrate(database.pool, directory)).toEqual({ applied: [] });
  });

  test('a database that is ahead of the release is refused', async () => {
    land('0001-people.sql', people);
    land('0002-pets.sql', pets);
    await migrate(database.pool, directory);
    rmSync(path.join(directory, '0002-pets.sql'));
    await expect(migrate(database.pool, directory)).rejects.toThrow(
      'The database is newer than this release: it has migration 0002-pets.sql, and this release ends at 0001-people.sql',
    );
  });

  test('a database with a hole is refused', async () => {
    land('0001-people.sql', people);
    land('0002-pets.sql', pets);
    await migrate(database.pool, directory);
    await database.pool.query('delete from schema_migration where version = 1');
    await expect(migrate(database.pool, directory)).rejects.toThrow(
      'has migration 0002-pets.sql but not 0001-people.sql',
    );
  });
});

describe('readMigrations', () => {
  test.each([
    ['a gap', ['0001-a.sql', '0003-b.sql'], '0003-b.sql should be number 0002'],
    ['a number twice', ['0001-a.sql', '0001-b.sql'], '0001-b.sql should be number 0002'],
    ['a late beginning', ['0002-a.sql'], '0002-a.sql should be number 0001'],
    ['another name', ['0001_A.sql'], '0001_A.sql should be number 0001'],
  ])('refuses %s', (_, names, message) => {
    for (const name of names) land(name, people);
    expect(() => readMigrations(directory)).toThrow(message);
  });
});
