import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type pg from 'pg';

/** The files of `packages/engine/migrations`, in the order in which they run. */
export const ownMigrations = path.join(import.meta.dirname, '..', 'migrations');

/** Any constant does, as long as everybody who migrates this database takes the same. */
const advisoryLockKey = 4_021_964_112;

/** The database and the files of this release do not fit together; nothing was changed. */
export class MigrationRefusedError extends Error {
  override readonly name = 'MigrationRefusedError';
}

/** One numbered file. Once landed it never changes: a correction is a new file. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

interface LandedMigration {
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
}

/**
 * Brings the database to this release, file by file, each in a transaction of its own. Any number of processes may
 * call it at once: one migrates and the others find the work done.
 * @throws MigrationRefusedError when a landed file has changed, or the database is ahead of this release
 */
export async function migrate(pool: pg.Pool, directory = ownMigrations): Promise<{ applied: string[] }> {
  return migrateTo(pool, undefined, directory);
}

/** The same up to a number of files, for a backup that was made by an older release. */
export async function migrateTo(
  pool: pg.Pool,
  level: number | undefined,
  directory = ownMigrations,
): Promise<{ applied: string[] }> {
  const migrations = readMigrations(directory);
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('select pg_advisory_lock($1)', [advisoryLockKey]);
    const landed = await readLanded(client);
    assertFitting(migrations, landed);
    const applied: string[] = [];
    for (const migration of migrations.slice(landed.length, level)) {
      await apply(client, migration);
      applied.push(migration.name);
    }
    await client.query('select pg_advisory_unlock($1)', [advisoryLockKey]);
    return { applied };
  } catch (error) {
    broken = error as Error;
    throw error;
  } finally {
    // After a failure the connection is closed, not returned: that frees the lock whatever state it is in.
    client.release(broken);
  }
}

/** Reads `NNNN-name.sql` files. @throws MigrationRefusedError for a file that has no place in the sequence */
export function readMigrations(directory: string): Migration[] {
  const names = readdirSync(directory)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  return names.map((name, index) => {
    const version = Number(/^(\d{4})-[a-z0-9-]+\.sql$/.exec(name)?.[1]);
    if (version !== index + 1) {
      throw new MigrationRefusedError(
        `${name} should be number ${String(index + 1).padStart(4, '0')}: migrations are named NNNN-name.sql, ` +
          'from 0001 and without a gap.',
      );
    }
    // A checkout on Windows may have changed the line ends, which change nothing for Postgres.
    const text = readFileSync(path.join(directory, name), 'utf8').replaceAll('\r\n', '\n');
    return { version, name, text, checksum: createHash('sha256').update(text).digest('hex') };
  });
}

async function readLanded(client: pg.PoolClient): Promise<LandedMigration[]> {
  await client.query(`
    create table if not exists schema_migration (
      version int primary key,
      name text not null,
      checksum text not null,
      applied_at timestamptz not null default now()
    )`);
  const { rows } = await client.query<LandedMigration>(
    'select version, name, checksum from schema_migration order by version',
  );
  return rows;
}

/** What has landed must be the beginning of what we have, unchanged. */
function assertFitting(migrations: readonly Migration[], landed: readonly LandedMigration[]): void {
  for (const [index, { version, name, checksum }] of landed.entries()) {
    const migration = migrations[index];
    if (migration === undefined) {
      throw new MigrationRefusedError(
        `The database is newer than this release: it has migration ${name}, and this release ends at ` +
          `${migrations.at(-1)?.name ?? 'none'}. Run the newer release, or restore a backup from before the upgrade.`,
      );
    }
    if (migration.version !== version) {
      throw new MigrationRefusedError(
        `The database has migration ${name} but not ${migration.name}, which comes before it.`,
      );
    }
    if (migration.checksum !== checksum) {
      throw new MigrationRefusedError(
        `Migration ${migration.name} has changed since it ran on this database (as ${name}). Restore the file; ` +
          'a correction is a new migration.',
      );
    }
  }
}

async function apply(client: pg.PoolClient, { version, name, text, checksum }: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(text);
    await client.query('insert into schema_migration (version, name, checksum) values ($1, $2, $3)', [
      version,
      name,
      checksum,
    ]);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    throw new Error(`Migration ${name} failed and was rolled back: ${(cause as Error).message}`, { cause });
  }
}
