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
const runJob = (name: string) => server.database.pool.query('select graphile_worker.add_job($1)', [name]);

test('every minute and every hour have their jobs', async () => {
  const { rows } = await server.database.pool.query<{ identifier: string }>(
    'select identifier from graphile_worker._private_known_crontabs order by identifier',
  );
  expect(rows.map(({ identifier }) => identifier)).toEqual(['closeDueMarkets', 'expireIdempotencyKeys']);
});

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
  const trader = await addTrader(server.engine, 'Keys');
  const marketId = await addMarket(server.engine, trader.userId);
  const command = { as: trader, headers: newKey(), body: { side: 'YES', credits: 10 } };
  await server.send(`/api/market/${marketId}/trade`, command);
  const keys = async () => {
    const { rows } = await server.database.pool.query<{ count: string }>(
      'select count(*) from idempotency_key',
    );
    return Number(rows[0]?.count);
  };
  const young = await keys();
  await server.database.pool.query(
    `insert into idempotency_key (user_id, key, request_hash, answer, created_at)
     select user_id, gen_random_uuid(), request_hash, answer, now() - interval '3 days' from idempotency_key limit 1`,
  );
  await runJob('expireIdempotencyKeys');
  await vi.waitFor(async () => expect(await keys()).toBe(young), { timeout: 10_000 });
  const again = await server.send(`/api/market/${marketId}/trade`, command);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
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
