import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addMarket,
  addTrader,
  inAnHour,
  newKey,
  signUp,
  startTestServer,
  type TestServer,
} from './fixtures/testServer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.end());

describe('a market over HTTP', () => {
  test('from question to payout', async () => {
    const creator = await signUp(server, 'Creator');
    const trader = await signUp(server, 'Trader');
    const created = await server.send('/api/market', {
      as: creator,
      body: { question: 'Will the tests pass?', closesAt: inAnHour(), b: 100 },
    });
    expect(created).toMatchObject({ status: 201, body: { state: 'OPEN', probability: 0.5, b: 100 } });
    const market = `/api/market/${created.body.id}`;

    const quoted = await server.send(`${market}/quote`, { body: { side: 'YES', credits: 50 } });
    const bought = await server.send(`${market}/trade`, { as: trader, body: { side: 'YES', credits: 50 } });
    expect(bought).toMatchObject({ status: 200, body: { balance: 9950, trade: { cost: 50, seq: 1 } } });
    expect(bought.body.trade.shares).toBe(quoted.body.shares);
    expect(bought.body.probability).toBe(quoted.body.probability);

    const half = Math.floor(bought.body.trade.shares / 2);
    const sold = await server.send(`${market}/trade`, {
      as: trader,
      body: { side: 'YES', action: 'SELL', shares: half },
    });
    expect(sold.status).toBe(200);
    expect(sold.body.trade.cost).toBeLessThan(0);
    expect(sold.body.balance).toBe(9950 - sold.body.trade.cost);

    const known = { reason: 'It is known.' };
    const early = await server.send(`${market}/resolve`, { as: creator, body: { outcome: 'YES' } });
    expect(early).toMatchObject({ status: 409, body: { code: 'MARKET_NOT_CLOSED' } });
    expect(await server.send(`${market}/close`, { as: trader, body: known })).toMatchObject({
      status: 403,
      body: { code: 'FORBIDDEN' },
    });
    expect(await server.send(`${market}/close`, { as: creator, body: known })).toMatchObject({
      body: { state: 'CLOSED' },
    });
    expect(
      await server.send(`${market}/trade`, { as: trader, body: { side: 'NO', credits: 5 } }),
    ).toMatchObject({ status: 409, body: { code: 'MARKET_CLOSED' } });
    const preview = await server.send(`${market}/resolve/preview`, { as: creator, body: { outcome: 'YES' } });
    const resolved = await server.send(`${market}/resolve`, { as: creator, body: { outcome: 'YES' } });
    expect(resolved).toMatchObject({ status: 200, body: { state: 'RESOLVED', outcome: 'YES' } });
    expect(resolved.body.resolution.paidCredits).toBe(preview.body.paidCredits);
    const wallet = await server.send('/api/wallet', { as: trader });
    expect(wallet.body.balance).toBe(sold.body.balance + preview.body.paidCredits);
    expect(await server.send(`${market}/resolve`, { as: creator, body: { outcome: 'NO' } })).toMatchObject({
      status: 409,
      body: { code: 'ALREADY_RESOLVED' },
    });
    const ledger = await server.send('/api/wallet/ledger', { as: trader });
    expect(ledger.body.entries.map(({ kind }: { kind: string }) => kind)).toEqual([
      'PAYOUT',
      'SELL',
      'BUY',
      'SIGNUP_GRANT',
    ]);
    expect((await server.engine.audit()).clean).toBe(true);
  });

  test('the same key and body is answered with the first answer; another body is refused', async () => {
    const trader = await addTrader(server.engine, 'Repeater');
    const market = `/api/market/${await addMarket(server.engine, trader.userId)}/trade`;
    const headers = newKey();
    const first = await server.send(market, { as: trader, headers, body: { side: 'YES', credits: 10 } });
    const again = await server.send(market, { as: trader, headers, body: { credits: 10, side: 'YES' } });
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
    const other = await server.send(market, { as: trader, headers, body: { side: 'YES', credits: 11 } });
    expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_MISMATCH' } });
  });

  test('an API key has to send an Idempotency-Key, a person may', async () => {
    const trader = await addTrader(server.engine, 'Keyless');
    const market = `/api/market/${await addMarket(server.engine, trader.userId)}/trade`;
    const body = { side: 'YES', credits: 10 };
    expect(await server.send(market, { as: trader, body })).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_FAILED', errors: [{ path: 'Idempotency-Key' }] },
    });
    const notUuid = { 'idempotency-key': 'again' };
    expect(await server.send(market, { as: trader, body, headers: notUuid })).toMatchObject({ status: 400 });
    const capitals = { 'idempotency-key': randomUUID().toUpperCase() };
    expect(await server.send(market, { as: trader, body, headers: capitals })).toMatchObject({ status: 200 });
  });

  test('refusals carry their figures', async () => {
    const trader = await addTrader(server.engine, 'Poor');
    const market = `/api/market/${await addMarket(server.engine, trader.userId)}/trade`;
    const refuse = async (body: unknown) =>
      (await server.send(market, { as: trader, headers: newKey(), body })).body;
    expect(await refuse({ side: 'YES', credits: 1_000_000 })).toMatchObject({
      code: 'INSUFFICIENT_CREDITS',
      status: 402,
      facts: { balance: expect.any(Number) },
    });
    expect(await refuse({ side: 'YES', credits: 10, minShares: 1000 })).toMatchObject({ code: 'SLIPPAGE' });
    expect(await refuse({ side: 'NO', action: 'SELL', shares: 1 })).toMatchObject({
      code: 'INSUFFICIENT_SHARES',
    });
    expect(await refuse({ outcome: 7, credits: 10 })).toMatchObject({ status: 400 });
  });
});
