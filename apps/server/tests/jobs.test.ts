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

/** Its page says so from the moment its time is over; the books say so when the job was there. */
const expectClosedByJob = ({ database }: TestServer, due: string): Promise<void> =>
  vi.waitFor(async () => expect(await runner.isClosed(database.pool, due)).toBe(true), { timeout: 30_000 });

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
  await expectClosedByJob(server, due);
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
  await expectClosedByJob(server, due);
});

test('jobs go on after a runner could not note how one ended', async () => {
  const { pool } = server.database;
  // A job that is under way while the table of jobs is away: what becomes of it cannot be written down.
  const held = await runner.hold(pool, 'idempotency_key');
  try {
    await runJob('expireIdempotencyKeys');
    await vi.waitFor(async () => expect(await runner.isWaiting(pool, 'idempotency_key')).toBe(true));
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
  await expectClosedByJob(server, due);
}, 60_000);

test('jobs go on, and the server ends, when others were done after one could not be noted', async () => {
  const other = await startTestServer();
  const { pool, url } = other.database;
  const run = (name: string) => quickAddJob({ pgPool: pool }, name, {});
  const tables = {
    expireIdempotencyKeys: 'idempotency_key',
    forgetNotifications: 'notification',
    forgetSignIns: 'auth_session',
  };
  const isListed = async (task: string) => runner.isListed(pool, task);
  const held: Awaited<ReturnType<typeof runner.hold>>[] = [];
  for (const [task, table] of Object.entries(tables)) {
    held.push(await runner.hold(pool, table));
    await run(task);
    await vi.waitFor(async () => expect(await runner.isWaiting(pool, table)).toBe(true));
  }
  await runner.failToNote(pool, 'expireEvents');
  await run('expireEvents');
  await vi.waitFor(async () => expect(await runner.hasFailedToNote(pool)).toBe(true), { timeout: 10_000 });
  // One after the other.
  for (const [index, task] of Object.keys(tables).entries()) {
    await held[index]!.query('commit');
    held[index]!.release();
    await vi.waitFor(async () => expect(await isListed(task)).toBe(false), { timeout: 10_000 });
  }
  const trader = await addTrader(other.engine, 'Later');
  const due = await addDueMarket(url, trader.userId);
  await run('closeDueMarkets');
  await expectClosedByJob(other, due);
  await other.end();
}, 90_000);
