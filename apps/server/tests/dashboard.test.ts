import type { Dashboard } from '@mesh-markets/contract';
import { outgoing } from '@mesh-markets/engine/testing';
import { openEngineAt } from '@mesh-markets/engine/time-travel';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  addMarket,
  addTrader,
  newKey,
  type Person,
  signUp,
  startTestServer,
  type TestServer,
} from './fixtures/testServer.ts';

const DAY = 86_400_000;
let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startTestServer({ SUBSIDY_FROM: 'house', HOUSE_CREDITS: '100000' });
  const boss = await signUp(server, 'Boss');
  await server.engine.grantAdmin({ userId: boss.me.id });
  admin = boss;
});
afterAll(() => server.end());

const dashboard = async (days = 30): Promise<Dashboard> =>
  (await server.send(`/api/admin/dashboard?days=${days}`, { as: admin })).body;

const dayOf = (moment: number): string => new Date(moment).toISOString().slice(0, 10);

test('the figures equal the logs and the ledger', async () => {
  const past = await openEngineAt(server.database.url, new Date(Date.now() - 10 * DAY), {
    subsidyFrom: 'HOUSE',
  });
  const [ana, ben] = [await addTrader(past.engine, 'Ana'), await addTrader(past.engine, 'Ben')];
  const closesAt = new Date(Date.now() + DAY).toISOString();
  const [first, second] = [
    await addMarket(past.engine, ana.userId, { closesAt }),
    await addMarket(past.engine, ana.userId, { closesAt }),
  ];
  for (const [userId, marketId] of [
    [ana.userId, first],
    [ana.userId, second],
    [ben.userId, first],
  ] as const) {
    await past.engine.placeTrade({ userId, marketId, order: { outcome: 0, credits: 100 } });
  }
  await past.moveTo(new Date(Date.now() - 5 * DAY));
  await past.engine.placeTrade({ userId: ben.userId, marketId: second, order: { outcome: 1, credits: 50 } });
  await past.engine.closeMarket({ userId: ana.userId, marketId: first, reason: 'It is known.' });
  await past.engine.resolveMarket({ userId: ana.userId, marketId: first, outcome: 'YES' });
  await past.close();

  const shown = await vi.waitFor(
    async () => {
      const figures = await dashboard();
      expect(figures.outbox.waiting).toBe(0);
      return figures;
    },
    { timeout: 10_000 },
  );
  const on = (moment: number) => shown.days.find(({ day }) => day === dayOf(moment));
  expect(shown.days).toHaveLength(30);
  expect(on(Date.now() - 10 * DAY)).toMatchObject({
    trades: 3,
    volume: 300,
    traders: 2,
    markets: 2,
    signUps: 2,
  });
  expect(on(Date.now() - 5 * DAY)).toMatchObject({ trades: 1, volume: 50, traders: 1, markets: 0 });
  expect(on(Date.now() - 7 * DAY)).toMatchObject({
    trades: 0,
    openInterest: on(Date.now() - 10 * DAY)!.openInterest,
  });
  const held = await outgoing.sharesHeld(server.database.pool, second);
  expect(shown.openInterest).toBeCloseTo(held, 6);
  expect(shown.days.at(-1)!.openInterest).toBeCloseTo(held, 6);
  expect(shown.markets).toEqual({ open: 1, awaiting: 0, resolved: 1 });
  expect([shown.traders, shown.people]).toEqual([2, 3]);
  const { totals } = await server.engine.audit();
  expect(shown.credits).toEqual({
    issued: -totals.issuer,
    wallets: totals.wallets,
    escrows: totals.escrows,
    house: totals.house,
  });
  expect(shown.credits.issued - shown.credits.wallets - shown.credits.escrows - shown.credits.house).toBe(0);
});

test('what could not be acted on is shown', async () => {
  await outgoing.addFailedFact(server.database.pool, 'It broke.');
  expect((await dashboard()).outbox).toMatchObject({
    waiting: 1,
    failed: 1,
    problems: [{ kind: 'TRADED', problem: 'It broke.', attempts: 3 }],
  });
  await outgoing.forgetFacts(server.database.pool);
});

test('trades through this server are timed', async () => {
  const before = (await dashboard()).tradeLatency.trades;
  const trader = await addTrader(server.engine, 'Timed');
  const market = await addMarket(server.engine, trader.userId);
  const body = { side: 'YES', credits: 10 };
  await server.send(`/api/market/${market}/trade`, { as: trader, headers: newKey(), body });
  const { trades, p50, p95 } = (await dashboard(7)).tradeLatency;
  expect(trades).toBe(before + 1);
  expect(p50).toBeGreaterThan(0);
  expect(p95).toBeGreaterThanOrEqual(p50!);
});

test('trades of a market come as a table, harmless in a spreadsheet', async () => {
  const trader = await addTrader(server.engine, 'Tabular');
  const market = await addMarket(server.engine, trader.userId, { outcomes: ['=cmd()', 'b, "c"'] });
  for (const outcome of [0, 1]) {
    const body = { outcome, credits: 10 };
    await server.send(`/api/market/${market}/trade`, { as: trader, headers: newKey(), body });
  }
  const answer = await server.send(`/api/market/${market}/trades.csv`);
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(answer.headers.get('content-disposition')).toContain(`market-${market}-trades.csv`);
  const lines = (answer.body as string).trimEnd().split('\r\n');
  expect(lines[0]).toContain('trade_id,seq,time,trader,action');
  expect(lines).toHaveLength(3);
  expect(lines[1]).toContain(`${market}-1,1,`);
  expect(lines[1]).toContain(`,BUY,0,"'=cmd()",`);
  expect(lines[2]).toContain(`,BUY,1,"b, ""c""",`);
  expect((await server.send('/api/market/999999/trades.csv')).status).toBe(404);
});
