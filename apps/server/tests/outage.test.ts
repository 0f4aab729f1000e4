import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openEngine } from '@mesh-markets/engine';
import { startEmbeddedPostgres } from '@mesh-markets/engine/embedded-postgres';
import { expect, test, vi } from 'vitest';
import { addMarket, addTrader, newKey, send, startOn } from './fixtures/testServer.ts';

test('while Postgres is away everything says so and when to come again, and then serves again', async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'mesh-outage-'));
  let postgres = await startEmbeddedPostgres({ dataDir });
  const server = await startOn(postgres);
  try {
    const books = await openEngine(postgres.url);
    const trader = await addTrader(books.engine, 'Patient');
    const marketId = await addMarket(books.engine, trader.userId);
    await books.close();
    const order = { as: trader, headers: newKey(), body: { side: 'YES', credits: 10 } };
    const read = () => send(`${server.url}/api/market/${marketId}`, { as: trader });
    const trade = () => send(`${server.url}/api/market/${marketId}/trade`, order);
    expect((await read()).status).toBe(200);

    await postgres.stop();
    for (const ask of [read, trade, () => send(`${server.url}/api/feed`)]) {
      const answer = await ask();
      expect(answer.status).toBe(503);
      expect(answer.body.code).toBe('UNAVAILABLE');
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }

    postgres = await startEmbeddedPostgres({ dataDir });
    await vi.waitFor(async () => expect((await trade()).status).toBe(200), { timeout: 10_000 });
    expect((await trade()).headers.get('idempotency-replayed')).toBe('true');
    expect((await read()).body.market.tradeCount).toBe(1);
  } finally {
    await server.close();
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}, 60_000);
