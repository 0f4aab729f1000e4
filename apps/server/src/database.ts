import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openPool } from '@mesh-markets/engine';
import { startEmbeddedPostgres } from '@mesh-markets/engine/embedded-postgres';
import type { FastifyBaseLogger } from 'fastify';
import type { Settings } from './settings.ts';
import { StartError } from './startError.ts';

/** A database that is starting beside us (compose, systemd) gets this long. */
const CONNECT_MS = 10_000;
const RETRY_MS = 250;

/** Not reachable yet, or starting up; anything else (a wrong password, no such database) does not get better by waiting. */
const worthWaiting = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', '57P03']);

export interface Database {
  readonly url: string;
  /** The file that holds the URL, for an embedded database. */
  readonly urlFile: string | undefined;
  /** Resolves with a sentence when an embedded database ends by itself. */
  readonly lost: Promise<string>;
  readonly stop: () => Promise<void>;
}

const startOwn = async (dataDir: string, log: FastifyBaseLogger): Promise<Database> => {
  const postgres = await startEmbeddedPostgres({ dataDir, log: (message) => log.info(message) });
  const lost = new Promise<string>((resolve) => {
    void postgres.exited.then((exit) => {
      if (!exit.expected) {
        resolve(`Postgres ended by itself; ${path.join(dataDir, 'postgres.log')} says why.`);
      }
    });
  });
  return {
    url: postgres.url,
    urlFile: path.join(dataDir, 'database-url'),
    lost,
    stop: () => postgres.stop(),
  };
};

const canConnect = async (url: string): Promise<true | (Error & { code?: string })> => {
  try {
    const pool = await openPool(url, { as: 'owner', max: 1 });
    try {
      (await pool.connect()).release();
      return true;
    } finally {
      await pool.end();
    }
  } catch (error) {
    return error as Error;
  }
};

/** Where a connection string leads, without its password. */
const placeOf = (url: string): string => {
  const { host, searchParams } = new URL(url);
  return host || searchParams.get('host') || 'its socket';
};

/** @throws StartError when the database does not answer in time, or refuses us */
const reach = async (url: string, log: FastifyBaseLogger, connectMs: number): Promise<void> => {
  const place = placeOf(url);
  const deadline = performance.now() + connectMs;
  for (let tries = 1; ; tries += 1) {
    const outcome = await canConnect(url);
    if (outcome === true) return;
    const reason = outcome.message || outcome.code || 'no answer';
    if (!worthWaiting.has(outcome.code ?? '')) {
      throw new StartError(`The database at ${place} refuses us: ${reason}. Check DATABASE_URL.`);
    }
    if (performance.now() > deadline) {
      throw new StartError(
        `No database answers at ${place} (${reason}). Start it, check DATABASE_URL, or unset DATABASE_URL to use the embedded one.`,
      );
    }
    if (tries === 1)
      log.info(`Waiting up to ${connectMs / 1000} s for the database at ${place} (${reason}).`);
    await delay(RETRY_MS);
  }
};

/** The database of the settings: an external one that answers, or an embedded one that this process owns. */
export const openDatabase = async (
  { databaseUrl, dataDir }: Pick<Settings, 'databaseUrl' | 'dataDir'>,
  log: FastifyBaseLogger,
  connectMs = CONNECT_MS,
): Promise<Database> => {
  if (databaseUrl === undefined) return startOwn(dataDir, log);
  await reach(databaseUrl, log, connectMs);
  return {
    url: databaseUrl,
    urlFile: undefined,
    lost: new Promise(() => undefined),
    stop: async () => undefined,
  };
};
