import type { Readable } from 'node:stream';
import { Readable as ReadableStream } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { Pool, PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { z } from 'zod';
import { type Migration, migrateTo, ownMigrations, readMigrations } from '../migrate.ts';
import {
  createDigest,
  DamagedBackupError,
  encodeFrame,
  type Frame,
  MAGIC,
  parseJson,
  readFrames,
} from './frames.ts';
import { columnList, listTables, quoted, type Table } from './tables.ts';

/** This backup cannot go into this database; nothing was changed. */
export class RestoreRefusedError extends Error {
  override readonly name = 'RestoreRefusedError';
}

export interface RestoreFigures {
  /** The release that made the backup, and when. */
  readonly release: string;
  readonly madeAt: string;
  readonly tables: number;
  readonly rows: number;
}

const Heading = z.object({
  release: z.string(),
  madeAt: z.string(),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
});
const TableHeading = z.object({ table: z.string(), columns: z.array(z.string()) });
const Sequences = z.object({
  sequences: z.array(z.object({ name: z.string(), last: z.string(), called: z.boolean() })),
});
const End = z.object({ end: z.object({ tables: z.int(), rows: z.int(), sha256: z.string() }) });

/** How many of our migrations the backup's database had. */
const matchMigrations = (
  ours: readonly Migration[],
  theirs: readonly { name: string; checksum: string }[],
): number => {
  for (const [index, { name, checksum }] of theirs.entries()) {
    const own = ours[index];
    if (own === undefined || own.name !== name) {
      throw new RestoreRefusedError(
        `The backup was made by a newer release (it has migration ${name}). Restore it with that release.`,
      );
    }
    if (own.checksum !== checksum) {
      throw new RestoreRefusedError(
        `The backup was made with another text of migration ${name} than this release has.`,
      );
    }
  }
  return theirs.length;
};

const refuseUsed = async (pool: Pool): Promise<void> => {
  const { rows } = await pool.query<{ used: boolean }>(
    `select exists (select from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'm')) as used`,
  );
  if (rows[0]!.used) {
    throw new RestoreRefusedError(
      'This database is not empty. Restore into a new one: another DATA_DIR, or an empty database behind DATABASE_URL.',
    );
  }
};

/** What comes after one another in the file, with the digest of all that went by. */
const openFrames = (source: Readable) => {
  const gunzip = createGunzip();
  // Whoever reads the frames hears of a failure there; one that comes after that is nobody's business any more.
  gunzip.on('error', () => undefined);
  pipeline(source, gunzip).catch(() => undefined);
  const frames = readFrames(gunzip);
  const digest = createDigest().update(Buffer.from(MAGIC, 'latin1'));
  let held: Frame | undefined;
  const next = async (): Promise<Frame> => {
    if (held) {
      const frame = held;
      held = undefined;
      return frame;
    }
    try {
      const { value, done } = await frames.next();
      if (done) throw new DamagedBackupError('The backup ends too early.');
      return value;
    } catch (error) {
      if (error instanceof DamagedBackupError) throw error;
      throw new DamagedBackupError(`The backup cannot be unpacked: ${(error as Error).message}.`);
    }
  };
  const take = async (): Promise<Frame> => {
    const frame = await next();
    digest.update(encodeFrame(frame.kind, frame.content));
    return frame;
  };
  return {
    take,
    /** Without counting it in the digest. */
    peek: async (): Promise<Frame> => {
      held = await next();
      return held;
    },
    digest: () => digest.copy().digest('hex'),
    close: () => gunzip.destroy(),
  };
};

type Frames = ReturnType<typeof openFrames>;

async function* dataOf(frames: Frames): AsyncGenerator<Buffer> {
  while ((await frames.peek()).kind === 'D') yield (await frames.take()).content;
}

const copyTable = async (client: PoolClient, table: Table, frames: Frames): Promise<number> => {
  const into = client.query(copyFrom(`copy ${quoted(table.name)} (${columnList(table)}) from stdin`));
  await pipeline(ReadableStream.from(dataOf(frames)), into);
  return into.rowCount ?? 0;
};

const copyTables = async (client: PoolClient, frames: Frames): Promise<{ tables: number; rows: number }> => {
  const known = new Set((await listTables(client)).map(({ name }) => name));
  let tables = 0;
  let rows = 0;
  while ('table' in (parseJson(await frames.peek()) as object)) {
    const { table, columns } = TableHeading.parse(parseJson(await frames.take()));
    if (!known.has(table))
      throw new DamagedBackupError(`The backup holds a table that does not exist: ${table}.`);
    rows += await copyTable(client, { name: table, columns }, frames);
    tables += 1;
  }
  return { tables, rows };
};

const setSequences = async (client: PoolClient, frames: Frames): Promise<void> => {
  const { sequences } = Sequences.parse(parseJson(await frames.take()));
  for (const { name, last, called } of sequences) {
    await client.query('select setval($1::regclass, $2::bigint, $3)', [
      `public.${quoted(name)}`,
      last,
      called,
    ]);
  }
};

/** The digest of everything before the last frame has to be the one the last frame names. */
const checkEnd = async (frames: Frames, seen: { tables: number; rows: number }): Promise<void> => {
  const digest = frames.digest();
  const { end } = End.parse(parseJson(await frames.take()));
  if (end.sha256 !== digest || end.tables !== seen.tables || end.rows !== seen.rows) {
    throw new DamagedBackupError('The backup is damaged: its content is not what was written.');
  }
};

/**
 * Fills the tables in one transaction. The rows come as they were, derived ones too, so the triggers that would derive them again
 * rest meanwhile; the audit afterwards proves that they fit together.
 */
const fill = async (client: PoolClient, frames: Frames): Promise<{ tables: number; rows: number }> => {
  await client.query('begin');
  const tables = await listTables(client);
  for (const { name } of tables) await client.query(`alter table ${quoted(name)} disable trigger user`);
  await client.query(`truncate ${tables.map(({ name }) => quoted(name)).join(', ')}`);
  const figures = await copyTables(client, frames);
  await setSequences(client, frames);
  await checkEnd(frames, figures);
  for (const { name } of tables) await client.query(`alter table ${quoted(name)} enable trigger user`);
  await client.query('commit');
  await client.query('analyze');
  return figures;
};

const inWords = (error: unknown): unknown =>
  error instanceof z.ZodError
    ? new DamagedBackupError('The backup is damaged: a heading is not as it should be.')
    : error;

/**
 * Restores a backup into an empty database, as its owner: the schema as it was, every row, then the migrations since. Audit the books
 * afterwards. @throws RestoreRefusedError, DamagedBackupError; the tables then are as empty as before
 */
export const restoreBackup = async (
  pool: Pool,
  source: Readable,
  directory = ownMigrations,
): Promise<RestoreFigures> => {
  const frames = openFrames(source);
  let client: PoolClient | undefined;
  try {
    await refuseUsed(pool);
    const { release, madeAt, migrations } = Heading.parse(parseJson(await frames.take()));
    const level = matchMigrations(readMigrations(directory), migrations);
    await migrateTo(pool, level, directory);
    client = await pool.connect();
    const figures = await fill(client, frames);
    client.release();
    client = undefined;
    await migrateTo(pool, undefined, directory);
    return { release, madeAt, ...figures };
  } catch (error) {
    throw inWords(error);
  } finally {
    // Only a failure leaves it here, in the middle of a transaction.
    client?.release(new Error('the restore failed'));
    frames.close();
  }
};
