import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { migrate } from '../migrate.ts';
import { clusterUrlVariable } from './cluster.ts';

export interface TestDatabase {
  readonly url: string;
  readonly pool: pg.Pool;
  /**
   * Ends the pool and drops the database.
   * @throws ConnectionLeakError when something still holds a connection; the database is dropped all the same
   */
  drop(): Promise<void>;
}

/** A test, or the code under test, keeps connections it should have given back. */
export class ConnectionLeakError extends Error {
  override readonly name = 'ConnectionLeakError';
}

const templateName = 'mesh_markets_template';
const draftName = 'mesh_markets_template_draft';
const templateLockKey = 1_870_225_303;
/** A server process needs a moment to notice that its client said goodbye. */
const goodbyeMs = 2_000;
const pollMs = 10;

/**
 * A database of the caller's own, at the newest migration. It is a copy of a template that the first caller of the run
 * makes. Copying through the write-ahead log takes 30 ms here and copying files (which forces two checkpoints) 41 ms, so the
 * default strategy stays; a drop takes 8 ms.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await withMaintenanceClient(async (client) => {
    await ensureTemplate(client);
    await client.query(`create database ${name} template ${templateName}`);
  });
  const url = databaseUrl(name);
  const pool = createPool(url);
  return { url, pool, drop: () => dropDatabase(name, pool) };
}

/** The first to come makes it; a draft of somebody who died meanwhile is thrown away. */
async function ensureTemplate(client: pg.Client): Promise<void> {
  if (await databaseExists(client, templateName)) return;
  await client.query('select pg_advisory_lock($1)', [templateLockKey]);
  try {
    if (await databaseExists(client, templateName)) return;
    await client.query(`drop database if exists ${draftName} with (force)`);
    await client.query(`create database ${draftName}`);
    const pool = createPool(databaseUrl(draftName));
    await migrate(pool).finally(() => pool.end());
    await client.query(`alter database ${draftName} rename to ${templateName}`);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [templateLockKey]);
  }
}

async function databaseExists(client: pg.Client, name: string): Promise<boolean> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
  return rowCount === 1;
}

async function dropDatabase(name: string, pool: pg.Pool): Promise<void> {
  const checkedOut = pool.totalCount - pool.idleCount;
  const ended = pool.end();
  // The end of a pool waits for its clients, so for ever when one was forgotten.
  if (checkedOut === 0) await ended;
  await withMaintenanceClient(async (client) => {
    const sessions = await findLingeringSessions(client, name);
    await client.query(`drop database if exists ${name} with (force)`);
    if (sessions.length === 0) return;
    throw new ConnectionLeakError(
      `Connections to ${name} left open: ${sessions.length}, of which clients of the test's pool that were not ` +
        `released: ${checkedOut}\n${sessions.join('\n')}`,
    );
  });
}

/** What is still connected once everybody had the time to leave: one line each. */
async function findLingeringSessions(client: pg.Client, name: string): Promise<string[]> {
  const deadline = Date.now() + goodbyeMs;
  for (;;) {
    const { rows } = await client.query<{ session: string }>(
      `select format('pid %s, %s, %s: %s', pid, coalesce(nullif(application_name, ''), 'unnamed'), state, query) as session
       from pg_stat_activity where datname = $1 and backend_type = 'client backend'`,
      [name],
    );
    if (rows.length === 0 || Date.now() > deadline) return rows.map(({ session }) => session);
    await delay(pollMs);
  }
}

async function withMaintenanceClient(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: clusterUrl() });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function createPool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url });
  // A forced drop ends sessions; the leak is reported by name, not as an event that nobody listens to.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

function databaseUrl(name: string): string {
  const url = new URL(clusterUrl());
  url.pathname = `/${name}`;
  return url.href;
}

function clusterUrl(): string {
  const url = process.env[clusterUrlVariable];
  if (url === undefined) {
    throw new Error('There is no test cluster: run under vitest, or call startTestCluster() first.');
  }
  return url;
}
