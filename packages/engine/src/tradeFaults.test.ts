import { afterAll, beforeAll, expect, test } from 'vitest';
import { newKey, openTestBooks, type TestBooks } from './testing/index.ts';

let books: TestBooks;
beforeAll(async () => {
  books = await openTestBooks();
});
afterAll(() => books.close());

/** Runs `act` on the session of the trade path that waits for a lock on the market, while somebody else holds that lock. */
const whileItWaits = async <Result>(
  marketId: string,
  trade: () => Promise<Result>,
  act: string,
): Promise<PromiseSettledResult<Result>> => {
  const other = await books.database.pool.connect();
  try {
    await other.query('begin');
    await other.query('select from prediction_market where id = $1 for update', [marketId]);
    const traded = Promise.allSettled([trade()]);
    const waiting = `from pg_stat_activity where wait_event_type = 'Lock' and query like '%lock_for_trades%' and datname = current_database()`;
    await expect.poll(async () => (await books.database.pool.query(`select ${waiting}`)).rowCount).toBe(1);
    await books.database.pool.query(`select ${act} ${waiting}`);
    await other.query('rollback');
    return (await traded)[0];
  } finally {
    other.release();
  }
};

test.each([false, true])(
  'an order whose session ends before anything was written goes again on a new one (with a key: %s)',
  async (keyed) => {
    const user = await books.person();
    const { id } = await books.market(user);
    const idempotencyKey = keyed ? newKey() : undefined;
    const retriesBefore = books.engine.tradeStats().retries;
    const settled = await whileItWaits(
      id,
      () =>
        books.engine.placeTrade({
          userId: user,
          marketId: id,
          order: { outcome: 0, credits: 10 },
          idempotencyKey,
        }),
      'pg_terminate_backend(pid)',
    );
    expect(settled).toMatchObject({ status: 'fulfilled', value: { answer: { trade: { seq: 1 } } } });
    expect(books.engine.tradeStats().retries).toBe(retriesBefore + 1);
    expect((await books.engine.getMarket(id)).market.tradeCount).toBe(1);
  },
);

test('a statement that is cancelled is an error of its order alone, and the session goes on', async () => {
  const user = await books.person();
  const { id } = await books.market(user);
  const trade = () => books.buy(user, id, 0, 10);
  expect(await whileItWaits(id, trade, 'pg_cancel_backend(pid)')).toMatchObject({
    status: 'rejected',
    reason: { code: '57014' },
  });
  expect((await trade()).trade.seq).toBe(1);
});

test('batches follow on the heels of each other and leave clean books', async () => {
  const people = await books.people(20);
  const markets = await Promise.all(people.slice(0, 4).map((person) => books.market(person)));
  const rounds = people.map(async (person, p) => {
    for (let round = 0; round < 15; round += 1) {
      const market = markets[(p * round) % 4]!;
      const outcome = (p + round) % 2;
      await books.buy(person, market.id, outcome, 5 + (p % 7));
      if (round % 3 === 2) await books.sell(person, market.id, outcome, 4);
    }
  });
  await Promise.all(rounds);
  const counts = await Promise.all(markets.map(async ({ id }) => (await books.engine.getMarket(id)).market));
  expect(counts.reduce((sum, { tradeCount }) => sum + tradeCount, 0)).toBe(20 * 20);
  expect((await books.engine.audit()).clean).toBe(true);
});
