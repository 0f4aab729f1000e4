import type { IdempotencyKey } from '@mesh-markets/contract';
import { openEngineAt } from '@mesh-markets/engine/time-travel';
import { quickAddJob } from 'graphile-worker';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  addDueMarket,
  addMarket,
  addTrader,
  newKey,
  send,
  startOn,
  startTestServer,
  type TestServer,
} from './fixtures/testServer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.end());

/** What the job runner does by itself when its minute comes. */
const runJob = async (name: string): Promise<void> => {
  await quickAddJob({ pgPool: server.database.pool }, name, {});
};

test('a market past its time takes no trade, and the job closes it', async () => {
  const trader = await addTrader(server.engine, 'Late');
  const due = await addDueMarket(server.database.url, trader.userId);
  const trade = () =>
    server.send(`/api/market/${due}/trade`, {
      as: trader,
      headers: newKey(),
      body: { side: 'YES', credits: 10 },
    });
  expect(await trade()).toMatchObject({ status: 409, body: { code: 'MARKET_CLOSED' } });
  await runJob('closeDueMarkets');
  await vi.waitFor(
    async () => expect((await server.send(`/api/market/${due}`)).body.market.state).toBe('CLOSED'),
    { timeout: 10_000 },
  );
});

test('old idempotency keys are forgotten, young ones are kept', async () => {
  const past = await openEngineAt(server.database.url, new Date(Date.now() - 3 * 86_400_000));
  const trader = await addTrader(past.engine, 'Keys');
  const marketId = await addMarket(past.engine, trader.userId);
  const old = newKey()['idempotency-key'] as IdempotencyKey;
  const order = { side: 'YES', credits: 10 } as const;
  await past.engine.placeTrade({ userId: trader.userId, marketId, order, idempotencyKey: old });
  await past.close();

  const young = newKey();
  const post = (headers: Record<string, string>) =>
    server.send('/api/posts', { as: trader, headers, body: { body: 'Hello.' } });
  await post(young);
  await runJob('expireIdempotencyKeys');
  // Under a key that is remembered this other command would be a mismatch.
  await vi.waitFor(async () => expect((await post({ 'idempotency-key': old })).status).toBe(201), {
    timeout: 10_000,
  });
  expect((await post(young)).headers.get('idempotency-replayed')).toBe('true');
});

test('a second server on the same database shares the jobs and leaves them when it ends', async () => {
  const second = await startOn(server.database);
  expect((await send(`${second.url}/healthz`)).status).toBe(200);
  await second.close();
  const trader = await addTrader(server.engine, 'Shared');
  const due = await addDueMarket(server.database.url, trader.userId);
  await runJob('closeDueMarkets');
  await vi.waitFor(
    async () => expect((await server.send(`/api/market/${due}`)).body.market.state).toBe('CLOSED'),
    { timeout: 10_000 },
  );
});

test('jobs go on after a runner could not note how one ended', async () => {
  const { pool } = server.database;
  const table = 'graphile_worker._private_jobs';
  // A job that is under way while the table of jobs is away: what becomes of it cannot be written down.
  const held = await pool.connect();
  try {
    await held.query('begin');
    await held.query('lock table idempotency_key in access exclusive mode');
    await runJob('expireIdempotencyKeys');
    await vi.waitFor(async () => {
      const { rows } = await pool.query(
        `select from pg_locks where not granted and relation = 'idempotency_key'::regclass`,
      );
      expect(rows).toHaveLength(1);
    });
    await pool.query(`alter table ${table} rename to jobs_put_away`);
    await held.query('commit');
  } finally {
    held.release();
  }
  const isListening = async (): Promise<boolean> => {
    const { rows } = await pool.query(
      `select from pg_stat_activity where datname = current_database() and query like 'LISTEN "jobs:insert"%'`,
    );
    return rows.length > 0;
  };
  await vi.waitFor(async () => expect(await isListening()).toBe(false), { timeout: 20_000 });
  await pool.query(`alter table graphile_worker.jobs_put_away rename to _private_jobs`);
  const trader = await addTrader(server.engine, 'Again');
  const due = await addDueMarket(server.database.url, trader.userId);
  await runJob('closeDueMarkets');
  await vi.waitFor(
    async () => expect((await server.send(`/api/market/${due}`)).body.market.state).toBe('CLOSED'),
    { timeout: 20_000 },
  );
}, 60_000);
