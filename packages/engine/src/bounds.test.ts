import type { MarketId, UserId } from '@mesh-markets/contract';
import { afterEach, describe, expect, test } from 'vitest';
import { openEngine } from './openEngine.ts';
import { inDays, openTestBooks, type TestBooks } from './testing/index.ts';

let books: TestBooks;
afterEach(() => books.close());

const buy = (userId: UserId, marketId: MarketId, credits: number, outcome = 0) =>
  books.engine.placeTrade({ userId, marketId, order: { outcome, credits, action: 'BUY' } });

describe('what one purchase may cost', () => {
  test('bounds credits and shares alike, and no sale', async () => {
    books = await openTestBooks({ maxTradeCredits: 100 });
    const [ana, ben] = await books.people(2);
    const { id } = await books.market(ana!, { outcomes: ['A', 'B', 'C'], b: 50 });
    await expect(buy(ben!, id, 101)).rejects.toMatchObject({ code: 'TRADE_TOO_LARGE', facts: { most: 100 } });
    const order = { action: 'BUY' as const, outcome: 0, shares: 300 };
    await expect(books.engine.placeTrade({ userId: ben!, marketId: id, order })).rejects.toMatchObject({
      code: 'TRADE_TOO_LARGE',
    });
    for (let i = 0; i < 3; i += 1) await buy(ben!, id, 100);
    const { market } = await books.engine.getMarket(id, ben!);
    const { shares } = market.viewer!.holdings[0]!;
    const { answer } = await books.engine.sellShares({
      userId: ben!,
      marketId: id,
      order: { action: 'SELL', outcome: 0, shares },
    });
    expect(-answer.trade.cost).toBeGreaterThan(100);
  });
});

describe('what one person may put into a market', () => {
  test('counts what was paid in over all outcomes, less what was taken out, and is told to the viewer', async () => {
    books = await openTestBooks({ maxPositionCredits: 500 });
    const [ana, ben, eve] = await books.people(3);
    const { id } = await books.market(ana!);
    const room = async (userId: UserId) => (await books.engine.getMarket(id, userId)).market.viewer!.mayPayIn;
    expect(await room(ben!)).toBe(500);
    await buy(ben!, id, 300);
    await buy(ben!, id, 150, 1);
    expect(await room(ben!)).toBe(50);
    await expect(buy(ben!, id, 51)).rejects.toMatchObject({
      code: 'POSITION_TOO_LARGE',
      message: 'Nobody here puts more than ₡500 into one market. You can still put in ₡50.',
      facts: { most: 500, left: 50 },
    });
    await buy(ben!, id, 50);
    await expect(buy(ben!, id, 1)).rejects.toMatchObject({ facts: { left: 0 } });
    await buy(eve!, id, 500);

    const { market } = await books.engine.getMarket(id, ben!);
    const { shares } = market.viewer!.holdings[0]!;
    const sold = await books.engine.sellShares({
      userId: ben!,
      marketId: id,
      order: { action: 'SELL', outcome: 0, shares },
    });
    const left = -sold.answer.trade.cost;
    expect(await room(ben!)).toBe(left);
    await buy(ben!, id, left);
    await expect(buy(ben!, id, 1)).rejects.toMatchObject({ code: 'POSITION_TOO_LARGE' });
  });

  test('holds when two servers and many orders race for it', async () => {
    books = await openTestBooks({ maxPositionCredits: 500 });
    const [ana, ben] = await books.people(2);
    const { id } = await books.market(ana!);
    const other = await openEngine(books.database.url, { maxPositionCredits: 500 });
    const order = { action: 'BUY' as const, outcome: 0, credits: 60 };
    const trades = await Promise.allSettled(
      Array.from({ length: 30 }, (_, i) =>
        (i % 2 === 0 ? books.engine : other.engine).placeTrade({ userId: ben!, marketId: id, order }),
      ),
    );
    await other.close();
    expect(trades.filter(({ status }) => status === 'fulfilled')).toHaveLength(8);
    for (const trade of trades)
      if (trade.status === 'rejected') expect(trade.reason).toMatchObject({ code: 'POSITION_TOO_LARGE' });
    expect(await books.balance(ben!)).toBe(10_000 - 480);
  });

  test('counts what was there once, however many orders come together', async () => {
    books = await openTestBooks({ maxPositionCredits: 500 });
    const [ana, ben, eve] = await books.people(3);
    const { id } = await books.market(ana!);
    await buy(ben!, id, 300);
    await Promise.all([buy(ben!, id, 50), buy(ben!, id, 50), buy(ben!, id, 50)]);
    await expect(buy(ben!, id, 51)).rejects.toMatchObject({ facts: { left: 50 } });

    // Eve has taken out more than she paid in: that room is hers once as well.
    const cheap = await buy(eve!, id, 100, 1);
    const { market } = await books.engine.getMarket(id, eve!);
    await buy(ana!, id, 500, 1);
    const order = { action: 'SELL' as const, outcome: 1, shares: market.viewer!.holdings[0]!.shares };
    const sold = await books.engine.sellShares({ userId: eve!, marketId: id, order });
    const gained = -sold.answer.trade.cost - cheap.answer.trade.cost;
    expect(gained).toBeGreaterThan(10);
    const half = 250 + Math.ceil(gained * 0.75);
    const both = await Promise.allSettled([buy(eve!, id, half), buy(eve!, id, half)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('is nobody told of where there is no bound', async () => {
    books = await openTestBooks();
    const [ana, ben] = await books.people(2);
    const { id } = await books.market(ana!);
    expect((await books.engine.getMarket(id, ben!)).market.viewer!.mayPayIn).toBeUndefined();
  });
});

describe('a new market', () => {
  const ask = (userId: UserId, more: { b?: number; outcomes?: string[] } = {}) =>
    books.engine.createMarket({ userId, question: 'Is it so?', closesAt: inDays(1), ...more });

  test('keeps within liquidity and outcomes, and gets the nearest where none is named', async () => {
    books = await openTestBooks({ minLiquidity: 100, maxLiquidity: 400, maxOutcomes: 3 });
    const [ana] = await books.people(1);
    const refused = (path: string) => ({ code: 'VALIDATION_FAILED', facts: { path } });
    await expect(ask(ana!, { b: 99 })).rejects.toMatchObject(refused('b'));
    await expect(ask(ana!, { b: 401 })).rejects.toMatchObject(refused('b'));
    await expect(ask(ana!, { outcomes: ['A', 'B', 'C', 'D'] })).rejects.toMatchObject(refused('outcomes'));
    expect((await ask(ana!, { outcomes: ['A', 'B', 'C'], b: 100 })).answer.b).toBe(100);
    expect((await ask(ana!)).answer.b).toBe(400);
  });

  test('is one of so many open ones, however many are asked at once', async () => {
    books = await openTestBooks({ maxOpenMarkets: 3 });
    const [ana, ben] = await books.people(2);
    const asked = await Promise.allSettled(Array.from({ length: 6 }, () => ask(ana!, { b: 50 })));
    const open = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value.answer.id] : []));
    expect(open).toHaveLength(3);
    for (const one of asked)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'TOO_MANY_MARKETS' });
    await ask(ben!, { b: 50 });
    await books.engine.closeMarket({ userId: ana!, marketId: open[0]!, reason: 'It is known.' });
    await ask(ana!, { b: 50 });
    await expect(ask(ana!, { b: 50 })).rejects.toMatchObject({ code: 'TOO_MANY_MARKETS' });
  });
});
