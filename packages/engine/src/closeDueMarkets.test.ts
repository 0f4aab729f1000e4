import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestBooks, type TestBooks } from './testing/index.ts';

let books: TestBooks;
beforeAll(async () => {
  books = await openTestBooks();
});
afterAll(() => books.close());

test('locks due markets in the order of their ids, as the trade path does, so the two cannot block each other', async () => {
  const ana = await books.person();
  // Ids of one digit and of two: as text their order is another.
  while ((await books.market(ana, { b: 50 })).id !== '8');
  const closesAt = new Date(Date.now() + 300).toISOString();
  const [nine, ten] = [
    await books.market(ana, { b: 50, closesAt }),
    await books.market(ana, { b: 50, closesAt }),
  ];
  expect([nine.id, ten.id]).toEqual(['9', '10']);

  const other = await books.database.pool.connect();
  try {
    await other.query(`select pg_sleep(extract(epoch from $1::timestamptz - clock_timestamp()))`, [closesAt]);
    await other.query('begin; select from lock_market(9)');
    const closing = Promise.allSettled([books.engine.closeDueMarkets()]);
    const waits = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
    await expect.poll(async () => (await books.database.pool.query(waits)).rowCount).toBe(1);
    // Shorter than Postgres waits before it looks for a deadlock and breaks it.
    await other
      .query(`set local lock_timeout = '300ms'; select from lock_market(10)`)
      .finally(() => other.query('commit'));
    expect(await closing).toEqual([{ status: 'fulfilled', value: { closed: 2 } }]);
  } finally {
    other.release();
  }
});
