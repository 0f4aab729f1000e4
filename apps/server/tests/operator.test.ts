import { afterAll, beforeAll, expect, test } from 'vitest';
import { addMarket, addTrader, newKey, startTestServer, type TestServer } from './fixtures/testServer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ METRICS_TOKEN: 'a-token-for-prometheus' });
});
afterAll(() => server.end());

const metrics = async (): Promise<string> => {
  const headers = { authorization: 'Bearer a-token-for-prometheus' };
  return (await server.send('/metrics', { headers })).body;
};

test('says that it lives and is ready', async () => {
  expect(await server.send('/healthz')).toMatchObject({ status: 200, body: { ok: true } });
  expect(await server.send('/readyz')).toMatchObject({ status: 200, body: { ok: true } });
});

test('shows its figures only to who has the token', async () => {
  expect((await server.send('/metrics')).status).toBe(401);
  expect((await server.send('/metrics', { headers: { authorization: 'Bearer wrong' } })).status).toBe(401);
});

test('counts trades, refusals and requests', async () => {
  const trader = await addTrader(server.engine, 'Counted');
  const path = `/api/market/${await addMarket(server.engine, trader.userId)}/trade`;
  const trade = (credits: number) =>
    server.send(path, { as: trader, headers: newKey(), body: { side: 'YES', credits } });
  await trade(5);
  await trade(6);
  await trade(1_000_000);
  const text = await metrics();
  expect(text).toContain('mesh_trade_seconds_count 3');
  expect(text).toContain('mesh_trade_path_trades 2');
  expect(text).toContain('mesh_trades_queued 0');
  expect(text).toContain('mesh_refusals_total{code="INSUFFICIENT_CREDITS"} 1');
  expect(text).toContain(
    'mesh_http_request_seconds_count{method="POST",route="/api/market/:id/trade",status="200"} 2',
  );
  expect(text).not.toContain(path);
});
