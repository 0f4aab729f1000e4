import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestBooks, type TestBooks } from './testing/index.ts';

/* Opening a market while the house, which pays for it, is busy elsewhere. */

let books: TestBooks;
beforeAll(async () => {
  books = await openTestBooks({ subsidyFrom: 'HOUSE' });
  await books.engine.fundHouse(10_000);
});
afterAll(() => books.close());

const waiting = async (): Promise<number | null> => {
  const waits = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
  return (await books.database.pool.query(waits)).rowCount;
};

/** Opens a market while the house is locked by somebody else, who does `meanwhile` once the opening waits for it. */
const whileHouseIsBusy = async (
  open: () => Promise<unknown>,
  meanwhile: (query: (text: string) => Promise<unknown>) => Promise<unknown>,
): Promise<unknown> => {
  const other = await books.database.pool.connect();
  try {
    await other.query('begin');
    await other.query(`select lock_accounts(array(select id from account where kind = 'house'))`);
    const opening = Promise.allSettled([open()]);
    await expect.poll(waiting).toBe(1);
    await meanwhile((text) => other.query(text)).finally(() => other.query('commit'));
    const [opened] = await opening;
    if (opened.status === 'rejected') throw opened.reason;
    return opened.value;
  } finally {
    other.release();
  }
};

test('a market whose closing time passes while it is being opened is refused', async () => {
  const ana = await books.person();
  const closesAt = new Date(Date.now() + 400);
  const passed = async (query: (text: string) => Promise<unknown>) =>
    query(
      `select pg_sleep(extract(epoch from '${closesAt.toISOString()}'::timestamptz - clock_timestamp()) + 0.05)`,
    );
  const opening = whileHouseIsBusy(() => books.market(ana, { closesAt: closesAt.toISOString() }), passed);
  await expect(opening).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
});

test('locks accounts in the order of their ids, as a resolution does, so the two cannot block each other', async () => {
  const ana = await books.person();
  const opening = whileHouseIsBusy(
    () => books.market(ana),
    async (query) => {
      // Shorter than Postgres waits before it looks for a deadlock and breaks it.
      await query(`set local lock_timeout = '300ms'`);
      await query(`select lock_wallet(${ana})`);
    },
  );
  await expect(opening).resolves.toMatchObject({ state: 'OPEN', subsidyFrom: 'HOUSE' });
});
