import { type MarketId, type UserId, WebhookEvent } from '@mesh-markets/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestBooks, type TestBooks } from '../testing/books.ts';

let books: TestBooks;
let admin: UserId;
let ana: UserId;
let ben: UserId;
let marketId: MarketId;

beforeAll(async () => {
  books = await openTestBooks({ disputeHours: 24 });
  [admin, ana, ben] = (await books.people(3)) as [UserId, UserId, UserId];
  await books.engine.setRole({ userId: admin }, 'admin');
  await books.engine.useSegment(true);
  marketId = (await books.market(ana)).id;
  await books.buy(ben, marketId, 0, 100);
  await books.engine.closeMarket({ userId: ana, marketId, reason: 'It is over.' });
});
afterAll(() => books.close());

const told = async (userId: UserId) => {
  await books.engine.projectOutbox();
  const { notifications } = await books.engine.listNotifications(userId, { limit: 20, show: 'all' });
  return notifications.map(({ kind, readAt }) => (readAt === undefined ? kind : `${kind} (read)`));
};

test('everybody concerned is told of a proposal, a dispute, the payout and a correction, and so is who listens', async () => {
  expect(await told(ana)).toEqual(['NEEDS_RESOLVING']);
  await books.engine.resolveMarket({ userId: ana, marketId, outcome: 'NO' });
  expect(await told(ana)).toEqual(['NEEDS_RESOLVING (read)']);
  const { notifications } = await books.engine.listNotifications(ben, { limit: 1, show: 'all' });
  expect(notifications).toMatchObject([
    { kind: 'RESULT_PROPOSED', actor: { id: ana }, figures: { verdict: 'NO', finalAt: expect.any(String) } },
  ]);
  await books.engine.disputeProposal({ userId: ben, marketId, version: 1, reason: 'It rained.' });
  expect(await told(admin)).toEqual(['RESULT_DISPUTED']);
  expect((await told(ana))[0]).toBe('RESULT_DISPUTED');
  await books.engine.decideDispute({
    userId: admin,
    marketId,
    version: 1,
    decision: 'CHANGE',
    outcome: 'YES',
    reason: 'It did.',
  });
  expect((await told(ben))[0]).toBe('MARKET_RESOLVED');
  await books.engine.correctResolution({ userId: admin, marketId, outcome: 'N_A', reason: 'Nobody knows.' });
  expect((await told(ben))[0]).toBe('RESULT_CORRECTED');

  const { rows } = await books.database.pool.query<{ payload: unknown }>(
    'select payload from analytics_event order by id',
  );
  const events = rows.map(({ payload }) =>
    WebhookEvent.parse(typeof payload === 'string' ? JSON.parse(payload) : payload),
  );
  expect(events.map(({ type }) => type).slice(-4)).toEqual([
    'market_proposed',
    'market_disputed',
    'market_resolved',
    'market_corrected',
  ]);
});
