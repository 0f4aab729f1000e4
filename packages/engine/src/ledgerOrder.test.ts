import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestBooks, type TestBooks } from './testing/index.ts';

let books: TestBooks;
beforeAll(async () => {
  books = await openTestBooks();
});
afterAll(() => books.close());

test('the ledger of a wallet tells the movements of one batch in the order in which they were served', async () => {
  const [ana, ben] = await books.people(2);
  // Markets whose orders share a queue, and so a batch.
  const markets = [await books.market(ana!), await books.market(ana!), await books.market(ana!)];
  const [first, second] = markets.filter(({ id }) => Number(id) % 2 === Number(markets[0]!.id) % 2);
  const { holding } = await books.buy(ben!, second!.id, 0, 10_000);
  const [sold, bought] = await Promise.all([
    books.sell(ben!, second!.id, 0, holding),
    books.buy(ben!, first!.id, 0, 5_000),
  ]);
  const { entries } = await books.engine.getLedger(ben!, { limit: 10 });
  const told = entries.map(({ amount, balanceAfter }) => ({ amount, balanceAfter }));
  expect(told.slice(0, 2)).toEqual([
    { amount: -5_000, balanceAfter: bought.balance },
    { amount: -sold.trade.cost, balanceAfter: sold.balance },
  ]);
  expect(told.every(({ balanceAfter }) => balanceAfter >= 0)).toBe(true);
});
