import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Engine, type OpenEngine, openEngine } from '@mesh-markets/engine';
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
