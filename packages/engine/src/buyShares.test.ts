import type { BuySharesOrder } from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newKey, openTestBooks, type TestBooks } from './testing/index.ts';

let books: TestBooks;
beforeAll(async () => {
  books = await openTestBooks();
});
afterAll(() => books.close());

const buyShares = (shares: number, bounds: Partial<BuySharesOrder> = {}): BuySharesOrder => ({
  action: 'BUY',
  outcome: 0,
  shares,
  ...bounds,
});

const openMarket = async () => {
  const [ana, ben] = (await books.people(2)) as [never, never];
  return { ben, marketId: (await books.market(ana)).id };
};

const brokenLaws = async () => (await books.engine.audit()).laws.filter((law) => law.broken > 0);

describe('an order for a number of shares', () => {
  test('buys exactly that many, at the cost of the curve rounded up, as its quote said', async () => {
    const { ben, marketId } = await openMarket();
    const order = buyShares(123.456789);
    const quote = await books.engine.quote({ marketId, order });
    const { answer } = await books.engine.placeTrade({ userId: ben, marketId, order });
    // b ln(1 + p (e^(s/b) - 1)) with b = 1000, p = 1/2.
    const exact = 1000 * Math.log(1 + 0.5 * Math.expm1(0.123456789));
    expect(answer.trade).toMatchObject({ action: 'BUY', shares: 123.456789, cost: Math.ceil(exact) });
    expect(quote).toMatchObject({
      action: 'BUY',
      shares: answer.trade.shares,
      cost: answer.trade.cost,
      price: answer.trade.price,
      probabilityBefore: 0.5,
      probabilityAfter: answer.trade.probabilityAfter,
    });
    expect(answer.balance).toBe(10_000 - answer.trade.cost);
    expect(answer.holding).toBe(123.456789);
    expect(await brokenLaws()).toEqual([]);
  });

  test('costs at least one credit', async () => {
    const { ben, marketId } = await openMarket();
    const { answer } = await books.engine.placeTrade({ userId: ben, marketId, order: buyShares(0.000001) });
    expect(answer.trade).toMatchObject({ shares: 0.000001, cost: 1 });
  });

  test('is filled at exactly the most the trader accepts, and refused one credit below', async () => {
    const { ben, marketId } = await openMarket();
    const { cost } = await books.engine.quote({ marketId, order: buyShares(200) });
    const place = (maxCredits: number) =>
      books.engine.placeTrade({ userId: ben, marketId, order: buyShares(200, { maxCredits }) });
    await expect(place(cost - 1)).rejects.toMatchObject({
      code: 'SLIPPAGE',
      message: `200 shares now cost ₡${cost}, more than the ₡${cost - 1} you accept.`,
    });
    expect((await place(cost)).answer.trade.cost).toBe(cost);
  });

  test('is refused for what it costs before it is refused for its bound', async () => {
    const { ben, marketId } = await openMarket();
    const place = (shares: number, maxCredits: number) =>
      books.engine.placeTrade({ userId: ben, marketId, order: buyShares(shares, { maxCredits }) });
    await expect(place(20_000, 1)).rejects.toMatchObject({ code: 'INSUFFICIENT_CREDITS' });
    await expect(place(100, 1)).rejects.toMatchObject({ code: 'SLIPPAGE' });
    expect(await books.balance(ben)).toBe(10_000);
  });

  test('given twice under one key it is filled once; another bound is another order', async () => {
    const { ben, marketId } = await openMarket();
    const command = { userId: ben, marketId, order: buyShares(10), idempotencyKey: newKey() };
    const first = await books.engine.placeTrade(command);
    expect(await books.engine.placeTrade(command)).toEqual({ answer: first.answer, replayed: true });
    await expect(
      books.engine.placeTrade({ ...command, order: buyShares(10, { maxCredits: 100 }) }),
    ).rejects.toMatchObject({ code: 'IDEMPOTENCY_MISMATCH' });
  });

  test('the log tells it from a spend, and the audit prices each again in its own way', async () => {
    const { ben, marketId } = await openMarket();
    const byShares = await books.engine.placeTrade({ userId: ben, marketId, order: buyShares(77.7) });
    const byCredits = await books.buy(ben, marketId, 1, 40);
    const sold = await books.sell(ben, marketId, 0, 7.7);
    const { rows } = await books.pool.query(
      'select seq, by_shares, credits from trade where market_id = $1 order by seq',
      [marketId],
    );
    expect(rows).toEqual([
      { seq: 1, by_shares: true, credits: byShares.answer.trade.cost },
      { seq: 2, by_shares: false, credits: byCredits.trade.cost },
      { seq: 3, by_shares: true, credits: sold.trade.cost },
    ]);
    expect(await brokenLaws()).toEqual([]);
  });
});
