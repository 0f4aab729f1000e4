import type { UserId, WebhookId } from '@mesh-markets/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestBooks, type TestBooks } from '../testing/index.ts';

let books: TestBooks;
let admin: UserId;
let webhook: WebhookId;
beforeAll(async () => {
  books = await openTestBooks();
  admin = await books.person();
  await books.engine.grantAdmin({ userId: admin });
  const url = 'https://example.org/hooks';
  const { id } = await books.engine.createWebhook({
    userId: admin,
    url,
    description: '',
    eventTypes: ['market_created'],
    sealedSecret: 'sealed',
  });
  webhook = id;
});
afterAll(() => books.close());

test('a test of a webhook that somebody is just deleting finds none', async () => {
  const other = await books.database.pool.connect();
  try {
    await other.query('begin');
    await other.query('delete from webhook_endpoint where id = $1', [webhook]);
    const tried = Promise.allSettled([books.engine.testWebhook(admin, webhook)]);
    const waits = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
    await expect.poll(async () => (await books.database.pool.query(waits)).rowCount).toBe(1);
    await other.query('commit');
    expect(await tried).toEqual([
      { status: 'rejected', reason: expect.objectContaining({ code: 'NOT_FOUND' }) },
    ]);
  } finally {
    other.release();
  }
});
