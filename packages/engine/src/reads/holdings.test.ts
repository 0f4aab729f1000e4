import type { MarketId, UserId } from '@mesh-markets/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestBooks, type TestBooks } from '../testing/books.ts';

let books: TestBooks;
beforeAll(async () => {
  books = await openTestBooks();
});
afterAll(() => books.close());

/** What the shares cost that somebody holds, as each page says it. */
const costs = async (userId: UserId, marketId: MarketId) => {
  const { market } = await books.engine.getMarket(marketId, userId);
  const { positions } = await books.engine.getPortfolio(userId);
  const { posts } = await books.engine.getFeed({ limit: 1, sort: 'newest' }, userId);
  const byPortfolio = positions
    .filter(({ shares }) => shares > 0)
    .map((held) => [held.outcome, held.costBasis]);
  const named = (holdings: readonly { outcome: number; costBasis: number }[] = []) =>
    holdings.map((held) => [held.outcome, held.costBasis]);
  const ofCreator = market.resolverHoldings.find(({ role }) => role === 'CREATOR');
  return {
    page: named(market.viewer?.holdings),
    feed: named(posts[0]?.market?.viewer?.holdings),
    creator: named(ofCreator?.holdings),
    portfolio: byPortfolio.toSorted(([one = 0], [other = 0]) => one - other),
  };
};

const alike = (expected: number[][]) => ({
  page: expected,
  feed: expected,
  creator: expected,
  portfolio: expected,
});

test('the cost of a position is one figure wherever it is told, whether or not the statistics have followed', async () => {
  const ana = await books.person();
  const { id } = await books.market(ana, { b: 1_000 });
  const both = async (expected: number[][]): Promise<void> => {
    expect(await costs(ana, id)).toEqual(alike(expected));
    await books.engine.projectOutbox();
    expect(await costs(ana, id)).toEqual(alike(expected));
  };
  const first = await books.buy(ana, id, 0, 100);
  await both([[0, 100]]);
  await books.sell(ana, id, 0, first.holding);
  await both([]);
  const again = await books.buy(ana, id, 0, 300);
  // The average of all purchases ever would still remember the first price.
  await both([[0, 300]]);
  await books.sell(ana, id, 0, Math.floor(again.holding / 2));
  await books.buy(ana, id, 1, 50);
  const { positions } = await books.engine.getPortfolio(ana);
  await both(
    positions.map(({ outcome, costBasis }) => [outcome, costBasis]).toSorted(([a = 0], [b = 0]) => a - b),
  );
});
