import { afterAll, beforeAll, expect, test } from 'vitest';
import { newKey, openTestBooks, type TestBooks } from './testing/index.ts';

let books: TestBooks;
beforeAll(async () => {
  books = await openTestBooks();
});
afterAll(() => books.close());

test('a close that began in time is a close in time, though its market falls due while it is carried out', async () => {
  const ana = await books.person();
  const closesAt = new Date(Date.now() + 400).toISOString();
  const market = await books.market(ana, { closesAt });
  const other = await books.database.pool.connect();
  try {
    // Holds the close up between the lock of its market and what it writes.
    await other.query('begin; lock table idempotency_key in access exclusive mode');
    const command = { userId: ana, marketId: market.id, idempotencyKey: newKey(), reason: 'It is known.' };
    const closing = Promise.allSettled([books.engine.closeMarket(command)]);
    const waits = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
    await expect.poll(async () => (await books.database.pool.query(waits)).rowCount).toBe(1);
    await other.query(`select pg_sleep(extract(epoch from $1::timestamptz - clock_timestamp()) + 0.05)`, [
      closesAt,
    ]);
    await other.query('commit');
    const [closed] = await closing;
    if (closed.status === 'rejected') throw closed.reason;
    expect(closed.value.answer.state).toBe('CLOSED');
    expect(Date.parse(closed.value.answer.closedAt!)).toBeLessThan(Date.parse(closesAt));
  } finally {
    other.release();
  }
});
