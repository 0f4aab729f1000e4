import type { MarketId, ResolveMarketBody, UserId } from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestBooks, type TestBooks } from '../testing/books.ts';

let books: TestBooks;
let admin: UserId;
let other: UserId;
let ana: UserId;
let ben: UserId;
let carl: UserId;

beforeAll(async () => {
  books = await openTestBooks({ disputeHours: 24 });
  [admin, other, ana, ben, carl] = (await books.people(5)) as [UserId, UserId, UserId, UserId, UserId];
  for (const userId of [admin, other]) await books.engine.setRole({ userId }, 'admin');
});
afterAll(async () => {
  const { laws } = await books.engine.audit();
  expect(laws.filter(({ broken }) => broken > 0)).toEqual([]);
  await books.close();
});

const refused = (code: string) => ({ name: 'Refusal', code });

/** A market of Ana's in which Ben has YES and Carl has NO. */
const traded = async (oracleId?: UserId): Promise<MarketId> => {
  const { id } = await books.market(ana, oracleId === undefined ? {} : { oracleId });
  await books.buy(ben, id, 0, 100);
  await books.buy(carl, id, 1, 60);
  return id;
};
const close = (marketId: MarketId) =>
  books.engine.closeMarket({ userId: ana, marketId, reason: 'It is over.' });
const propose = (marketId: MarketId, verdict: ResolveMarketBody = { outcome: 'YES' }, userId = ana) =>
  books.engine.resolveMarket({ userId, marketId, ...verdict });
const amend = (marketId: MarketId, version: number, verdict: ResolveMarketBody, userId = ana) =>
  books.engine.amendProposal({ userId, marketId, version, ...verdict });
const dispute = (marketId: MarketId, version = 1) =>
  books.engine.disputeProposal({ userId: carl, marketId, version, reason: 'It did not rain.' });
const decide = (userId: UserId, marketId: MarketId, version = 1) =>
  books.engine.decideDispute({ userId, marketId, version, decision: 'UPHOLD', reason: 'I looked outside.' });

describe('a dispute is not got rid of', () => {
  test('by the same result in other words', async () => {
    const id = await traded();
    await close(id);
    await propose(id);
    await dispute(id);
    await expect(amend(id, 1, { weights: [10_000, 0] })).rejects.toMatchObject(refused('ALREADY_DISPUTED'));
  });

  test('by another result in between', async () => {
    const id = await traded();
    await close(id);
    await propose(id);
    await dispute(id);
    await amend(id, 1, { outcome: 'NO' });
    await expect(amend(id, 2, { outcome: 'YES' })).rejects.toMatchObject(refused('ALREADY_DISPUTED'));
    await amend(id, 2, { outcome: 'N_A' });
    await books.engine.withdrawProposal({ userId: ana, marketId: id, version: 3 });
    await expect(propose(id)).rejects.toMatchObject(refused('ALREADY_DISPUTED'));
    await expect(propose(id, { weights: [10_000, 0] })).rejects.toMatchObject(refused('ALREADY_DISPUTED'));
    // An admin without a stake is whom a dispute asks for.
    const { answer } = await propose(id, { outcome: 'YES' }, admin);
    expect(answer.proposal).toMatchObject({ outcome: 'YES', version: 4, disputes: 0 });
  });
});

describe('whoever proposed a result does not judge it', () => {
  test('not as an oracle who has stepped down since', async () => {
    const id = await traded(admin);
    await books.engine.acceptOracle({ userId: admin, marketId: id });
    await close(id);
    await propose(id, { outcome: 'YES' }, admin);
    await dispute(id);
    await books.engine.stepDownOracle({ userId: admin, marketId: id });
    expect((await books.engine.getMarket(id, admin)).market.viewer).not.toHaveProperty('canJudge');
    expect((await books.engine.getMarket(id, other)).market.viewer).toMatchObject({ canJudge: true });
    const canDecide = async (by: UserId) =>
      (await books.engine.listDisputes(by)).cases.find(({ market }) => market.id === id)!.canDecide;
    expect(await canDecide(admin)).toBe(false);
    expect(await canDecide(other)).toBe(true);
    await expect(decide(admin, id)).rejects.toMatchObject(refused('FORBIDDEN'));
    await decide(other, id);
  });

  test('and may still say something else', async () => {
    const id = await traded();
    await close(id);
    await propose(id, { outcome: 'YES' }, admin);
    await dispute(id);
    await expect(decide(admin, id)).rejects.toMatchObject(refused('FORBIDDEN'));
    const { answer } = await amend(id, 1, { outcome: 'NO' }, admin);
    expect(answer.proposal).toMatchObject({ outcome: 'NO', version: 2 });
  });
});

test('an admin who may not control markets neither decides nor corrects', async () => {
  const disputed = await traded();
  const paid = await traded();
  for (const id of [disputed, paid]) {
    await close(id);
    await propose(id);
    await dispute(id);
  }
  await decide(other, paid);
  const { handle } = await books.engine.getMe(admin);
  const { bans } = await books.engine.banPerson({
    by: other,
    handle,
    scope: 'MARKETS',
    reason: 'Decided for friends.',
  });
  await expect(decide(admin, disputed)).rejects.toMatchObject(refused('BANNED'));
  const correction = { userId: admin, marketId: paid, outcome: 'NO' as const, reason: 'I say so.' };
  await expect(books.engine.correctResolution(correction)).rejects.toMatchObject(refused('BANNED'));
  await books.engine.liftBan({ by: other, id: bans[0]!.id });
  await books.engine.correctResolution(correction);
});

test('a clock that is set back stops neither an answer nor a dispute', async () => {
  const id = await traded();
  await close(id);
  await propose(id);
  const client = await books.database.pool.connect();
  try {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    await client.query(
      `update resolution_proposal set proposed_at = proposed_at + interval '5 minutes', final_at = final_at + interval '5 minutes' where market_id = $1`,
      [id],
    );
    await client.query('commit');
  } finally {
    client.release();
  }
  await dispute(id);
  await amend(id, 1, { outcome: 'NO' });
  const { proposals } = await books.engine.getResolutionHistory(id);
  expect(proposals).toMatchObject([{ version: 2 }, { version: 1, ended: { how: 'AMENDED' } }]);
});

test('looking at what a result would pay holds up nobody who trades', async () => {
  const id = await traded();
  const resolved = await traded();
  await close(resolved);
  await propose(resolved);
  await dispute(resolved);
  await decide(other, resolved);
  const client = await books.database.pool.connect();
  try {
    await client.query('begin');
    await client.query('select lock_market($1), lock_market($2)', [id, resolved]);
    const preview = await books.engine.previewResolution({ userId: ana, marketId: id, outcome: 'YES' });
    expect(preview.holdersPaid).toBe(1);
    const correction = await books.engine.previewCorrection({
      userId: admin,
      marketId: resolved,
      outcome: 'NO',
    });
    expect(correction.peopleChanged).toBe(3);
  } finally {
    await client.query('rollback');
    client.release();
  }
});
