import type { MarketId, UserId } from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inDays, newKey, openTestBooks, type TestBooks } from './testing/index.ts';

let books: TestBooks;
beforeAll(async () => {
  books = await openTestBooks();
});
afterAll(() => books.close());

const cleanAudit = async () => {
  const report = await books.engine.audit();
  expect(report.laws.filter((law) => law.broken > 0)).toEqual([]);
};

/** A closed market in which ben holds YES and cem NO. */
const closedMarket = async () => {
  const [ana, ben, cem] = (await books.people(3)) as [UserId, UserId, UserId];
  const market = await books.market(ana);
  const yes = (await books.buy(ben, market.id, 0, 300)).trade.shares;
  const no = (await books.buy(cem, market.id, 1, 200)).trade.shares;
  await books.engine.closeMarket({ userId: ana, marketId: market.id, reason: 'It is known.' });
  return { ana, ben, cem, id: market.id, yes, no };
};

const resolve = (userId: UserId, marketId: MarketId, outcome: 'YES' | 'NO' | 'N_A') =>
  books.engine.resolveMarket({ userId, marketId, outcome });

describe('resolveMarket', () => {
  test('pays each winning share one credit, rounded down, and returns the rest to the creator', async () => {
    const { ana, ben, cem, id, yes } = await closedMarket();
    const preview = await books.engine.previewResolution({ userId: ana, marketId: id, outcome: 'YES' });
    const { answer } = await resolve(ana, id, 'YES');
    expect(await books.balance(ben)).toBe(9_700 + Math.floor(yes));
    expect(await books.balance(cem)).toBe(9_800);
    expect((await books.balance(ana)) + (await books.balance(ben)) + (await books.balance(cem))).toBe(30_000);
    expect(answer).toMatchObject({ state: 'RESOLVED', outcome: 'YES' });
    expect(answer.resolution).toMatchObject({
      paidCredits: Math.floor(yes),
      holdersPaid: 1,
      returnedCredits: 694 + 500 - Math.floor(yes),
    });
    expect(preview).toMatchObject({
      paidCredits: Math.floor(yes),
      holdersPaid: 1,
      returnedCredits: answer.resolution!.returnedCredits,
    });
    expect(preview.payouts).toMatchObject([
      { user: { id: ben }, credits: Math.floor(yes), netCredits: Math.floor(yes) - 300 },
    ]);
    await cleanAudit();
  });

  test('a fraction pays every holder its weight', async () => {
    const { ana, ben, cem, id, yes, no } = await closedMarket();
    await books.engine.resolveMarket({ userId: ana, marketId: id, weights: [3714, 6286] });
    expect(await books.balance(ben)).toBe(9_700 + Math.floor(yes * 0.3714));
    expect(await books.balance(cem)).toBe(9_800 + Math.floor(no * 0.6286));
    await cleanAudit();
  });

  test('a void gives everyone back what they paid, and the subsidy to the creator', async () => {
    const { ana, ben, cem, id } = await closedMarket();
    await resolve(ana, id, 'N_A');
    expect(await Promise.all([ana, ben, cem].map(books.balance))).toEqual([10_000, 10_000, 10_000]);
    await cleanAudit();
  });

  test('a void whose escrow early sellers have emptied refunds pro rata and takes nothing back', async () => {
    const [ana, ...pairs] = await books.people(9);
    const market = await books.market(ana!, { b: 50 });
    // Each first of a pair buys low, the second pushes the price up, the first sells out at a profit.
    for (let i = 0; i < 8; i += 2) {
      const early = await books.buy(pairs[i]!, market.id, (i / 2) % 2, 40);
      await books.buy(pairs[i + 1]!, market.id, (i / 2) % 2, 400);
      await books.sell(pairs[i]!, market.id, (i / 2) % 2, early.trade.shares);
    }
    await books.engine.closeMarket({ userId: ana!, marketId: market.id, reason: 'It is known.' });
    const preview = await books.engine.previewResolution({
      userId: ana!,
      marketId: market.id,
      outcome: 'N_A',
    });
    expect(preview.refundRatio).toBeLessThan(1);
    await resolve(ana!, market.id, 'N_A');
    for (let i = 0; i < 8; i += 2) expect(await books.balance(pairs[i]!)).toBeGreaterThan(10_000);
    await cleanAudit();
  });

  test('twenty resolvers at once resolve once', async () => {
    const { ana, id } = await closedMarket();
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) => resolve(ana, id, i % 2 === 0 ? 'YES' : 'NO')),
    );
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason.code).toBe('ALREADY_RESOLVED');
    await cleanAudit();
  });

  test('the same key resolves once and answers twice', async () => {
    const { ana, id } = await closedMarket();
    const command = { userId: ana, marketId: id, outcome: 'NO' as const, idempotencyKey: newKey() };
    const first = await books.engine.resolveMarket(command);
    const second = await books.engine.resolveMarket(command);
    expect([first.replayed, second.replayed]).toEqual([false, true]);
    expect(second.answer).toEqual(first.answer);
  });

  test('is refused to strangers, for open markets and for outcomes that are not there', async () => {
    const [ana, ben] = (await books.people(2)) as [UserId, UserId];
    const market = await books.market(ana);
    await expect(resolve(ben, market.id, 'YES')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(resolve(ana, market.id, 'YES')).rejects.toMatchObject({ code: 'MARKET_NOT_CLOSED' });
    await expect(resolve(ana, '999999999' as MarketId, 'YES')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await books.engine.closeMarket({ userId: ana, marketId: market.id, reason: 'It is known.' });
    await expect(
      books.engine.resolveMarket({ userId: ana, marketId: market.id, outcome: 2 }),
    ).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    await expect(
      books.engine.resolveMarket({ userId: ana, marketId: market.id, weights: [1, 2, 9997] }),
    ).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    await expect(books.buy(ben, market.id, 0, 10)).rejects.toMatchObject({ code: 'MARKET_CLOSED' });
    await cleanAudit();
  });

  test('trades racing with close and resolve are whole or refused', async () => {
    const [ana, ...traders] = (await books.people(31)) as [UserId, ...UserId[]];
    const market = await books.market(ana);
    const trades = traders.map((trader, i) => books.buy(trader, market.id, i % 2, 100));
    const closing = books.engine
      .closeMarket({ userId: ana, marketId: market.id, reason: 'It is known.' })
      .then(() => resolve(ana, market.id, 'YES'));
    const results = await Promise.allSettled([
      ...trades,
      ...traders.map((trader) => books.buy(trader, market.id, 0, 50)),
    ]);
    await closing;
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason.code).toBe('MARKET_CLOSED');
    await cleanAudit();
  });

  test('markets of many outcomes, with odds of their own, an oracle and the house paying', async () => {
    const house = await openTestBooks({ subsidyFrom: 'HOUSE' });
    try {
      const [ana, oracle, ben] = (await house.people(3)) as [UserId, UserId, UserId];
      const ask = {
        question: 'Who wins?',
        outcomes: ['Red', 'Green', 'Blue'],
        initialProbability: [0.2, 0.3, 0.5],
        oracleId: oracle,
      };
      await expect(house.market(ana, ask)).rejects.toMatchObject({ code: 'INSUFFICIENT_CREDITS' });
      expect(await house.engine.fundHouse(5_000)).toEqual({ issued: 5_000, balance: 5_000 });
      expect(await house.engine.fundHouse(5_000)).toEqual({ issued: 0, balance: 5_000 });
      const market = await house.market(ana, ask);
      expect(market.subsidy).toBe(Math.ceil(-1000 * Math.log(0.2)));
      expect(market.outcomes.map((outcome) => Number(outcome.probability.toFixed(6)))).toEqual([
        0.2, 0.3, 0.5,
      ]);
      await house.engine.acceptOracle({ userId: oracle, marketId: market.id });
      const bought = await house.buy(ben, market.id, 2, 500);
      await house.engine.closeMarket({ userId: oracle, marketId: market.id, reason: 'It is known.' });
      await house.engine.resolveMarket({
        userId: oracle,
        marketId: market.id,
        outcome: 2,
        note: 'https://example.org/result',
      });
      expect(await house.balance(ben)).toBe(9_500 + Math.floor(bought.trade.shares));
      expect(await house.balance(ana)).toBe(10_000);
      const report = await house.engine.audit();
      expect(report.clean).toBe(true);
      expect(report.totals.house).toBe(5_000 + 500 - Math.floor(bought.trade.shares));
    } finally {
      await house.close();
    }
  });

  test('closes what is due and nothing else', async () => {
    const ana = await books.person();
    const soon = await books.market(ana, { closesAt: new Date(Date.now() + 1500).toISOString() });
    const later = await books.market(ana, { closesAt: inDays(1) });
    await expect
      .poll(async () => (await books.engine.getMarket(soon.id)).market.state, { timeout: 5_000 })
      .toBe('CLOSED');
    await expect(books.buy(ana, soon.id, 0, 10)).rejects.toMatchObject({ code: 'MARKET_CLOSED' });
    expect((await books.engine.closeDueMarkets()).closed).toBe(1);
    expect((await books.engine.closeDueMarkets()).closed).toBe(0);
    expect((await books.engine.getMarket(later.id)).market.state).toBe('OPEN');
    await cleanAudit();
  });
});
