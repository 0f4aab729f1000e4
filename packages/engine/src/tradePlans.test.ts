import type { MarketId, UserId } from '@mesh-markets/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPool } from './pool.ts';
import { openTestBooks, type TestBooks } from './testing/index.ts';

let books: TestBooks;
beforeAll(async () => {
  books = await openTestBooks();
});
afterAll(() => books.close());

/** Entries of the indexes of a table that were read so far, as this session and those that ended have told. */
const READ = `select (select coalesce(sum(idx_tup_read), 0)::int from pg_stat_user_indexes where relname = $1) as read`;

/** A session of the trade path, and how it locks what a trade in this market needs. */
const openSession = async (id: MarketId, trader: UserId) => {
  const pool = await openPool(books.database.url, { as: 'app', trades: true, max: 1 });
  const session = await pool.connect();
  return {
    lock: () => session.query('select lock_for_trades($1, $2, $3)', [[id], [trader], [crypto.randomUUID()]]),
    entries: async (table: string): Promise<number> => {
      await session.query('select pg_stat_force_next_flush()');
      return (await session.query<{ read: number }>(READ, [table])).rows[0]!.read;
    },
    close: async (): Promise<void> => {
      session.release();
      await pool.end();
    },
  };
};

test('a plan made while there were no trades reads none but the last of a market when there are many', async () => {
  const [asker, ...traders] = await books.people(6);
  const { id } = await books.market(asker!, { b: 5_000 });
  // As the database does by itself; only then does the planner know that there are none.
  await books.database.pool.query('vacuum analyze trade');
  const { lock, entries, close } = await openSession(id, asker!);
  try {
    await lock();
    const trades = 400;
    for (let round = 0; round < trades / 20; round += 1)
      await Promise.all(Array.from({ length: 20 }, (_, n) => books.buy(traders[n % 5]!, id, n % 2, 5)));
    const before = await entries('trade');
    const times = 50;
    for (let n = 0; n < times; n += 1) await lock();
    // Other sessions may tell of theirs meanwhile, but not of as much as reading all trades each time would be.
    expect((await entries('trade')) - before).toBeLessThan((times * trades) / 4);
  } finally {
    await close();
  }
});

test('a plan made while there were few people reads no wallets but those of the batch when there are many', async () => {
  const [asker] = await books.people(1);
  const { id } = await books.market(asker!, { b: 50 });
  await books.database.pool.query('vacuum analyze account, users');
  const { lock, entries, close } = await openSession(id, asker!);
  try {
    await lock();
    const people = 2_000;
    await books.database.pool.query(
      `with many as (insert into users (handle, name) select 'many_' || n, 'Many' from generate_series(1, ${people}) n returning id)
       insert into account (kind, user_id) select 'wallet', id from many`,
    );
    const before = await entries('account');
    const times = 50;
    for (let n = 0; n < times; n += 1) await lock();
    expect((await entries('account')) - before).toBeLessThan((times * people) / 4);
  } finally {
    await close();
  }
});
