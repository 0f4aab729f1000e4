import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { type Engine, type OpenEngine, openEngine, openPool } from '@mesh-markets/engine';
import { readEmbeddedUrl, startEmbeddedPostgres } from '@mesh-markets/engine/embedded-postgres';
import { NothingToWorkOnError, type Terminal } from './command.ts';

/** One verb at a time needs no more. */
const CONNECTIONS = 2;

interface Database {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const leaveRunning = async (): Promise<void> => undefined;

/**
 * The database of DATABASE_URL; else the one that a running server has embedded; else the data directory's own, started for
 * the time of the command.
 */
const findDatabase = async ({ environment, complain }: Terminal): Promise<Database> => {
  const external = environment.DATABASE_URL?.trim();
  if (external) return { url: external, stop: leaveRunning };
  const dataDir = path.resolve(environment.DATA_DIR?.trim() || 'data');
  const running = await readEmbeddedUrl(dataDir);
  if (running !== undefined) return { url: running, stop: leaveRunning };
  if (!existsSync(path.join(dataDir, 'postgres'))) {
    throw new NothingToWorkOnError(
      `There are no books in ${dataDir}: no server has run there. ` +
        'Start one with "npm start", or set DATA_DIR or DATABASE_URL to where yours are.',
    );
  }
  complain(`No server runs on ${dataDir}; starting its database for this command.`);
  return startEmbeddedPostgres({ dataDir });
};

const open = async (url: string): Promise<OpenEngine> => {
  try {
    return await openEngine(url, {}, CONNECTIONS);
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    throw new NothingToWorkOnError(`The database cannot be reached: ${message || code}. Check DATABASE_URL.`);
  }
};

/** A table, column or function that is not there: the database is empty or was made by another release. */
const isOtherSchema = (error: unknown): boolean =>
  ['42P01', '42703', '42883'].includes((error as { code?: string } | undefined)?.code ?? '');

/**
 * Runs a verb of the books beside, or without, a server. The books are opened as they are and never migrated.
 * @throws NothingToWorkOnError
 */
export const withBooks = async <Result>(
  terminal: Terminal,
  work: (engine: Engine) => Promise<Result>,
): Promise<Result> => {
  const database = await findDatabase(terminal);
  try {
    const { engine, close } = await open(database.url);
    try {
      return await work(engine);
    } catch (error) {
      if (!isOtherSchema(error)) throw error;
      throw new NothingToWorkOnError(
        'This database does not hold the books of this release. Start the server of this release on it once; that brings it up to date.',
      );
    } finally {
      await close();
    }
  } finally {
    await database.stop();
  }
};

type OwnerPool = Awaited<ReturnType<typeof openPool>>;

const withOwnerPool = async <Result>(
  url: string,
  work: (pool: OwnerPool, url: string) => Promise<Result>,
): Promise<Result> => {
  let pool: OwnerPool;
  try {
    pool = await openPool(url, { as: 'owner', max: CONNECTIONS });
    (await pool.connect()).release();
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    throw new NothingToWorkOnError(`The database cannot be reached: ${message || code}. Check DATABASE_URL.`);
  }
  try {
    return await work(pool, url);
  } finally {
    await pool.end();
  }
};

/** Runs what needs the owner of the tables, on the database that the other verbs work on. @throws NothingToWorkOnError */
export const withDatabase = async <Result>(
  terminal: Terminal,
  work: (pool: OwnerPool) => Promise<Result>,
): Promise<Result> => {
  const database = await findDatabase(terminal);
  try {
    return await withOwnerPool(database.url, work);
  } finally {
    await database.stop();
  }
};

/**
 * Runs what fills a new database: that of DATABASE_URL, else one made in the data directory, which must not hold one yet.
 * @throws NothingToWorkOnError
 */
export const withNewDatabase = async <Result>(
  terminal: Terminal,
  work: (pool: OwnerPool, url: string) => Promise<Result>,
): Promise<Result> => {
  const { environment } = terminal;
  const external = environment.DATABASE_URL?.trim();
  if (external) return withOwnerPool(external, work);
  const dataDir = path.resolve(environment.DATA_DIR?.trim() || 'data');
  if (existsSync(path.join(dataDir, 'postgres'))) {
    throw new NothingToWorkOnError(
      `There are books in ${dataDir} already. Set DATA_DIR to a new directory, or move that one away first.`,
    );
  }
  const database = await startEmbeddedPostgres({ dataDir });
  let filled = false;
  try {
    const result = await withOwnerPool(database.url, work);
    filled = true;
    return result;
  } finally {
    await database.stop();
    // What was made for this and not filled would stand in the way of the next try.
    if (!filled) await rm(path.join(dataDir, 'postgres'), { recursive: true, force: true });
  }
};
