import type { IdempotencyKey } from '@mesh-markets/contract';
import { runner } from '@mesh-markets/engine/testing';
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
  // A job that is under way while the table of jobs is away: what becomes of it cannot be written down.
  const held = await runner.holdKeys(pool);
  try {
    await runJob('expireIdempotencyKeys');
    await vi.waitFor(async () => expect(await runner.isKeyJobWaiting(pool)).toBe(true));
    await runner.putJobsAway(pool);
    await held.query('commit');
  } finally {
    held.release();
  }
  await vi.waitFor(async () => expect(await runner.isListening(pool)).toBe(false), { timeout: 20_000 });
  await runner.bringJobsBack(pool);
  const trader = await addTrader(server.engine, 'Again');
  const due = await addDueMarket(server.database.url, trader.userId);
  await runJob('closeDueMarkets');
  await vi.waitFor(
    async () => expect((await server.send(`/api/market/${due}`)).body.market.state).toBe('CLOSED'),
    { timeout: 20_000 },
  );
}, 60_000);
