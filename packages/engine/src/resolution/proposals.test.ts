import type { Market, MarketId, ResolveMarketBody, UserId } from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestBooks, type TestBooks } from '../testing/books.ts';

const HOUR = 3_600_000;
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
  await books.engine.projectOutbox();
  const { laws } = await books.engine.audit();
  expect(laws.filter(({ broken }) => broken > 0)).toEqual([]);
  await books.close();
});

/** As if the time had passed: what was proposed and said moves into the past, behind the back of its guards. */
const pass = async (marketId: MarketId, hours: number): Promise<void> => {
  const client = await books.database.pool.connect();
  try {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    await client.query(
      `with moved as (
         update resolution_proposal set proposed_at = proposed_at - $2 * interval '1 hour', final_at = final_at - $2 * interval '1 hour',
                ended_at = ended_at - $2 * interval '1 hour' where market_id = $1 returning id)
       update dispute set created_at = created_at - $2 * interval '1 hour' where proposal_id in (select id from moved)`,
      [marketId, hours],
    );
    await client.query('commit');
  } finally {
    client.release();
  }
};

/** A closed market of Ana's in which Ben has YES and Carl has NO. */
const closed = async (): Promise<MarketId> => {
  const { id } = await books.market(ana);
  await books.buy(ben, id, 0, 100);
  await books.buy(carl, id, 1, 60);
  await books.engine.closeMarket({ userId: ana, marketId: id, reason: 'It is over.' });
  return id;
};
const propose = async (
  marketId: MarketId,
  verdict: ResolveMarketBody = { outcome: 'YES' },
): Promise<Market> => (await books.engine.resolveMarket({ userId: ana, marketId, ...verdict })).answer;
const dispute = (marketId: MarketId, userId = carl, version = 1) =>
  books.engine.disputeProposal({ userId, marketId, version, reason: 'It did not rain.' });
const marketOf = async (id: MarketId, viewer = ben): Promise<Market> =>
  (await books.engine.getMarket(id, viewer)).market;
const refused = (code: string) => ({ name: 'Refusal', code });

describe('a proposed result', () => {
  test('pays nothing, and says what everybody would get', async () => {
    const id = await closed();
    const before = await Promise.all([ben, carl].map(books.balance));
    const market = await propose(id, { outcome: 'YES', note: 'It rained.' });
    expect(market).toMatchObject({ state: 'CLOSED', proposal: { outcome: 'YES', version: 1, disputes: 0 } });
    const { proposedAt, finalAt } = market.proposal!;
    expect(Date.parse(finalAt) - Date.parse(proposedAt)).toBe(24 * HOUR);
    expect(await Promise.all([ben, carl].map(books.balance))).toEqual(before);
    const held = (await marketOf(id)).viewer!;
    expect(held).toMatchObject({ wouldGet: Math.floor(held.holdings[0]!.shares), canDispute: true });
    expect((await marketOf(id, carl)).viewer).toMatchObject({ wouldGet: 0, canDispute: true });
    expect((await marketOf(id, admin)).viewer).not.toHaveProperty('canDispute');
    await expect(propose(id)).rejects.toMatchObject(refused('PROPOSAL_OPEN'));
  });

  test('is paid when its time has passed, exactly as a resolution, and once', async () => {
    const id = await closed();
    await propose(id, { outcome: 'YES', note: 'It rained.' });
    expect(await books.engine.finishProposals()).toEqual({ paid: 0 });
    const shares = (await marketOf(id)).viewer!.holdings[0]!.shares;
    const before = await books.balance(ben);
    await pass(id, 24);
    await expect(dispute(id)).rejects.toMatchObject(refused('DISPUTE_TOO_LATE'));
    const runs = await Promise.all([books.engine.finishProposals(), books.engine.finishProposals()]);
    expect(runs.reduce((sum, { paid }) => sum + paid, 0)).toBe(1);
    expect(await books.balance(ben)).toBe(before + Math.floor(shares));
    const market = await marketOf(id);
    expect(market).toMatchObject({ state: 'RESOLVED', resolution: { outcome: 'YES', note: 'It rained.' } });
    expect(market.resolution!.resolvedBy!.id).toBe(ana);
    expect(market).not.toHaveProperty('proposal');
    const { proposals } = await books.engine.getResolutionHistory(id);
    expect(proposals).toMatchObject([{ version: 1, ended: { how: 'FINAL' } }]);
  });

  test('waits while resolving is switched off', async () => {
    const id = await closed();
    await propose(id);
    await pass(id, 24);
    await books.engine.setFlag('resolution', { enabled: false }, admin);
    expect(await books.engine.finishProposals()).toEqual({ paid: 0 });
    await books.engine.setFlag('resolution', { enabled: true }, admin);
    expect(await books.engine.finishProposals()).toEqual({ paid: 1 });
  });

  test('is amended, which begins its time anew, and withdrawn', async () => {
    const id = await closed();
    await propose(id);
    await pass(id, 23);
    const { answer } = await books.engine.amendProposal({
      userId: ana,
      marketId: id,
      version: 1,
      outcome: 'NO',
      note: 'I misread it.',
    });
    expect(answer.proposal).toMatchObject({ outcome: 'NO', version: 2, note: 'I misread it.' });
    expect(Date.parse(answer.proposal!.finalAt)).toBeGreaterThan(Date.now() + 23 * HOUR);
    const stale = { userId: ana, marketId: id, version: 1 };
    await expect(books.engine.withdrawProposal(stale)).rejects.toMatchObject(refused('PROPOSAL_CHANGED'));
    await expect(books.engine.withdrawProposal({ ...stale, userId: ben, version: 2 })).rejects.toMatchObject(
      refused('FORBIDDEN'),
    );
    const withdrawn = await books.engine.withdrawProposal({ ...stale, version: 2 });
    expect(withdrawn.answer).toMatchObject({ state: 'CLOSED', viewer: { canResolve: true } });
    expect(withdrawn.answer).not.toHaveProperty('proposal');
    expect((await propose(id)).proposal).toMatchObject({ version: 3 });
    const { proposals } = await books.engine.getResolutionHistory(id);
    expect(proposals.map(({ version, ended }) => [version, ended?.how, ended?.by?.id])).toEqual([
      [3, undefined, undefined],
      [2, 'WITHDRAWN', ana],
      [1, 'AMENDED', ana],
    ]);
  });
});

describe('a dispute', () => {
  test('is for those with a stake, once for each version, and holds the payout up', async () => {
    const id = await closed();
    await propose(id);
    await expect(dispute(id, other)).rejects.toMatchObject(refused('FORBIDDEN'));
    const { answer } = await dispute(id);
    expect(answer).toMatchObject({ proposal: { disputes: 1 }, viewer: { hasDisputed: true } });
    expect(answer.viewer).not.toHaveProperty('canDispute');
    await expect(dispute(id)).rejects.toMatchObject(refused('ALREADY_DISPUTED'));
    await dispute(id, ben);
    await pass(id, 24);
    expect(await books.engine.finishProposals()).toEqual({ paid: 0 });
    const same = { userId: ana, marketId: id, version: 1, outcome: 'YES' as const };
    await expect(books.engine.amendProposal(same)).rejects.toMatchObject(refused('ALREADY_DISPUTED'));
    await expect(
      books.engine.withdrawProposal({ userId: ana, marketId: id, version: 1 }),
    ).rejects.toMatchObject(refused('ALREADY_DISPUTED'));
    await books.engine.amendProposal({ ...same, outcome: 'NO' });
    await expect(dispute(id, carl, 1)).rejects.toMatchObject(refused('PROPOSAL_CHANGED'));
    const { proposals } = await books.engine.getResolutionHistory(id);
    expect(proposals[1]).toMatchObject({
      ended: { how: 'AMENDED' },
      disputes: [{ user: { id: carl }, reason: 'It did not rain.' }, { user: { id: ben } }],
    });
    await pass(id, 24);
    expect(await books.engine.finishProposals()).toEqual({ paid: 1 });
  });

  test('is decided by an admin without a stake, at once', async () => {
    const verdicts = [
      { decision: 'UPHOLD', outcome: 'YES', how: 'UPHELD' },
      { decision: 'VOID', outcome: 'N_A', how: 'VOIDED' },
      { decision: 'CHANGE', outcome: 'NO', how: 'CHANGED' },
    ] as const;
    for (const { decision, outcome, how } of verdicts) {
      const id = await closed();
      await propose(id);
      const judge = (userId: UserId) => {
        const body = { userId, marketId: id, version: 1, reason: 'I looked outside.' };
        return books.engine.decideDispute(
          decision === 'CHANGE' ? { ...body, decision, outcome } : { ...body, decision },
        );
      };
      await expect(judge(admin)).rejects.toMatchObject(refused('NOT_DISPUTED'));
      await dispute(id);
      for (const userId of [ana, ben])
        await expect(judge(userId)).rejects.toMatchObject(refused('FORBIDDEN'));
      expect((await marketOf(id, admin)).viewer).toMatchObject({ canJudge: true });
      expect((await books.engine.listDisputes(admin)).cases).toMatchObject([
        { market: { id }, disputes: 1, reason: 'It did not rain.', canDecide: true },
      ]);
      // Two at once: one of them decides.
      const both = await Promise.allSettled([judge(admin), judge(other)]);
      expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
        reason: refused('PROPOSAL_CHANGED'),
      });
      expect(await marketOf(id)).toMatchObject({ state: 'RESOLVED', resolution: { outcome } });
      expect((await books.engine.getResolutionHistory(id)).proposals).toMatchObject([
        { ended: { how, reason: 'I looked outside.' } },
      ]);
      expect((await books.engine.listDisputes(admin)).cases).toEqual([]);
    }
  });

  test('is not decided by an admin who holds shares, and then by the operator', async () => {
    const { id } = await books.market(ana);
    await books.buy(admin, id, 0, 10);
    await books.buy(carl, id, 1, 10);
    await books.engine.closeMarket({ userId: ana, marketId: id, reason: 'It is over.' });
    await propose(id);
    await dispute(id);
    const body = { marketId: id, version: 1, decision: 'UPHOLD' as const, reason: 'I want it.' };
    await expect(books.engine.decideDispute({ ...body, userId: admin })).rejects.toMatchObject(
      refused('FORBIDDEN'),
    );
    expect((await books.engine.listDisputes(admin)).cases).toMatchObject([{ canDecide: false }]);
    const market = await books.engine.decideAsOperator(id, {
      decision: 'CHANGE',
      outcome: 'NO',
      reason: 'Every admin has a stake.',
    });
    expect(market).toMatchObject({ state: 'RESOLVED', resolution: { outcome: 'NO' } });
    expect(market.resolution).not.toHaveProperty('resolvedBy');
    const { deeds } = await books.engine.listDeeds(other, { limit: 1 });
    expect(deeds).toMatchObject([{ kind: 'DISPUTE_DECIDED', detail: 'Every admin has a stake.' }]);
    expect(deeds[0]).not.toHaveProperty('by');
  });

  test('at the very moment of finality either holds the payout up or comes too late', async () => {
    for (let round = 0; round < 8; round += 1) {
      const id = await closed();
      await propose(id);
      // Some milliseconds are left, and both go for the market's lock all the time.
      const left = (
        await books.database.pool.query<{ hours: number }>(
          `select extract(epoch from final_at - mesh_now() - interval '40 milliseconds')::float8 / 3600 as hours from resolution_proposal where market_id = $1`,
          [id],
        )
      ).rows[0]!.hours;
      await pass(id, left);
      const disputed = dispute(id).then(
        () => true,
        (error: unknown) => {
          expect(error).toMatchObject(refused('DISPUTE_TOO_LATE'));
          return false;
        },
      );
      const until = Date.now() + 5_000;
      let paid = 0;
      while (Date.now() < until && paid === 0) {
        paid += (await books.engine.finishProposals()).paid;
        const { proposal, state } = await marketOf(id);
        if (
          state === 'RESOLVED' ||
          ((proposal?.disputes ?? 0) > 0 && Date.parse(proposal!.finalAt) < Date.now())
        )
          break;
      }
      const wasDisputed = await disputed;
      expect((await marketOf(id)).state).toBe(wasDisputed ? 'CLOSED' : 'RESOLVED');
    }
  });
});
