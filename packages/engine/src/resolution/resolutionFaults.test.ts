import type { MarketId, UserId } from '@mesh-markets/contract';
import type { PoolClient } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openTestBooks, type TestBooks } from '../testing/books.ts';

/*
 * What pays and corrects is stopped in the middle, as by kill -9: its session ends while it holds the market and waits for a wallet.
 */

let books: TestBooks;
let admin: UserId;
let ana: UserId;
let ben: UserId;
let blocker: PoolClient;

beforeAll(async () => {
  books = await openTestBooks({ disputeHours: 1 });
  [admin, ana, ben] = (await books.people(3)) as [UserId, UserId, UserId];
  await books.engine.setRole({ userId: admin }, 'admin');
  blocker = await books.database.pool.connect();
});
afterEach(async () => {
  await books.engine.projectOutbox();
  const { laws } = await books.engine.audit();
  expect(laws.filter(({ broken }) => broken > 0)).toEqual([]);
});
afterAll(async () => {
  blocker.release();
  await books.close();
});

/** A proposed YES of a market in which Ben holds it, whose time is over. */
const due = async (): Promise<MarketId> => {
  const { id } = await books.market(ana);
  await books.buy(ben, id, 0, 100);
  await books.engine.closeMarket({ userId: ana, marketId: id, reason: 'It is over.' });
  await books.engine.resolveMarket({ userId: ana, marketId: id, outcome: 'YES' });
  await blocker.query('begin');
  await blocker.query('set local session_replication_role = replica');
  await blocker.query(
    `update resolution_proposal set proposed_at = proposed_at - interval '1 hour', final_at = final_at - interval '1 hour' where market_id = $1`,
    [id],
  );
  await blocker.query('commit');
  return id;
};

/** Ends the session that works, once it waits for Ben's wallet. */
const killed = async (work: () => Promise<unknown>): Promise<void> => {
  await blocker.query('begin');
  await blocker.query('select lock_wallet($1)', [ben]);
  const working = work().then(
    () => 'done',
    () => 'lost',
  );
  let found: readonly { pid: number }[] = [];
  while (found.length === 0) {
    const waiting = await books.database.pool.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%lock_accounts%'`,
    );
    found = waiting.rows;
  }
  await books.database.pool.query('select pg_terminate_backend($1)', [found[0]!.pid]);
  await blocker.query('rollback');
  expect(await working).toBe('lost');
};

const stateOf = async (id: MarketId): Promise<string> => (await books.engine.getMarket(id)).market.state;

describe('a session that ends in the middle', () => {
  test('of paying what is final has paid nothing, and the next run pays once', async () => {
    const [id, other] = [await due(), await due()];
    await killed(() => books.engine.finishProposals());
    // The run went on to the other market all the same.
    expect([await stateOf(id), await stateOf(other)]).toEqual(['CLOSED', 'RESOLVED']);
    const before = await books.balance(ben);
    const runs = await Promise.all([books.engine.finishProposals(), books.engine.finishProposals()]);
    expect(runs.reduce((sum, { paid }) => sum + paid, 0)).toBe(1);
    expect(await stateOf(id)).toBe('RESOLVED');
    expect(await books.balance(ben)).toBeGreaterThan(before);
    expect(await books.engine.finishProposals()).toEqual({ paid: 0 });
  });

  test('of a correction has corrected nothing, and it can be done again', async () => {
    const id = await due();
    await books.engine.finishProposals();
    const before = await books.balance(ben);
    const correct = () =>
      books.engine.correctResolution({
        userId: admin,
        marketId: id,
        outcome: 'NO',
        reason: 'It was misread.',
      });
    await killed(correct);
    expect(await books.balance(ben)).toBe(before);
    expect((await books.engine.getResolutionHistory(id)).resolutions).toHaveLength(1);
    await correct();
    expect(await books.balance(ben)).toBeLessThan(before);
    expect((await books.engine.getResolutionHistory(id)).resolutions).toHaveLength(2);
  });
});

test('amending and paying at once do one of both', async () => {
  for (let round = 0; round < 5; round += 1) {
    const id = await due();
    const amend = { userId: ana, marketId: id, version: 1, outcome: 'NO' as const };
    const [amended, { paid }] = await Promise.all([
      books.engine.amendProposal(amend).then(
        () => true,
        (error: unknown) => {
          expect(error).toMatchObject({ name: 'Refusal', code: 'PROPOSAL_CHANGED' });
          return false;
        },
      ),
      books.engine.finishProposals(),
    ]);
    // What is due can no longer be amended, whoever comes first.
    expect([amended, paid]).toEqual([false, 1]);
    expect(await stateOf(id)).toBe('RESOLVED');
  }
});
