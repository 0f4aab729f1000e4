import { corrupt } from '@mesh-markets/engine/testing';
import { quickAddJob } from 'graphile-worker';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { addMarket, addTrader, newKey, startTestServer, type TestServer } from './fixtures/testServer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.end());

const transparency = async () => (await server.send('/api/transparency')).body;

test('the first start audits the books, and anyone can see what came of it', async () => {
  await vi.waitFor(async () => expect((await transparency()).lastAudit).toMatchObject({ clean: true }), {
    timeout: 10_000,
  });
  const trader = await addTrader(server.engine, 'Trader');
  const market = await addMarket(server.engine, trader.userId);
  const body = { side: 'YES', credits: 10 };
  await server.send(`/api/market/${market}/trade`, { as: trader, headers: newKey(), body });
  const books = await transparency();
  expect(books.issued).toBe(books.wallets + books.escrows + books.house);
  expect(books.trades).toBe(1);
  const { body: text } = await server.send('/metrics');
  expect(text).toContain('mesh_audit_laws_broken 0');
});

test('a broken law is counted for the alert and shown', async () => {
  const { userId } = await addTrader(server.engine, 'Suddenly rich');
  await corrupt.changeBalance(server.database.pool, userId, 1);
  await quickAddJob({ pgPool: server.database.pool }, 'auditBooks', {});
  await vi.waitFor(async () => expect((await transparency()).lastAudit.clean).toBe(false), {
    timeout: 10_000,
  });
  expect((await server.send('/metrics')).body).toMatch(/mesh_audit_laws_broken [1-9]/);
});
