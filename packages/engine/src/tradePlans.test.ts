import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPool } from './pool.ts';
import { openTestBooks, type TestBooks } from './testing/index.ts';

let books: TestBooks;
beforeAll(async () => {
  books = await openTestBooks();
});
afterAll(() => books.close());

/** Entries of the indexes on trades that were read so far, as this session and those that ended have told. */
const READ = `select (select coalesce(sum(idx_tup_read), 0)::int from pg_stat_user_indexes where relname = 'trade') as read`;

test('a plan made while there were no trades reads none but the last of a market when there are many', async () => {
  const [asker, ...traders] = await books.people(6);
  const { id } = await books.market(asker!, { b: 5_000 });
  // As the database does by itself; only then does the planner know that there are none.
  await books.database.pool.query('vacuum analyze trade');
  const pool = await openPool(books.database.url, { as: 'app', trades: true, max: 1 });
  const session = await pool.connect();
  try {
    const lock = () =>
      session.query('select lock_for_trades($1, $2, $3)', [[id], [asker], [crypto.randomUUID()]]);
    await lock();
    const trades = 400;
    for (let round = 0; round < trades / 20; round += 1)
      await Promise.all(Array.from({ length: 20 }, (_, n) => books.buy(traders[n % 5]!, id, n % 2, 5)));
    const entries = async (): Promise<number> => {
      await session.query('select pg_stat_force_next_flush()');
      return (await session.query<{ read: number }>(READ)).rows[0]!.read;
    };
    const before = await entries();
    const times = 50;
    for (let n = 0; n < times; n += 1) await lock();
    // Other sessions may tell of theirs meanwhile, but not of as much as reading all trades each time would be.
    expect((await entries()) - before).toBeLessThan((times * trades) / 4);
  } finally {
    session.release();
    await pool.end();
  }
});
