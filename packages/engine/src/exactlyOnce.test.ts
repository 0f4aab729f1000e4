import type { IdempotencyKey, MarketId, UserId } from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requestHash } from './idempotency.ts';
import { newKey, openTestBooks, type TestBooks } from './testing/index.ts';

/*
 * Two commands of one person under one key at the same moment, where no lock makes them wait for each other (a close locks its
 * market, a post its author). Each looks for an answer before the other has stored one; the loser must find it then, and
 * not fail.
 */

let books: TestBooks;
beforeAll(async () => {
  books = await openTestBooks();
});
afterAll(() => books.close());

interface Taken {
  readonly user: UserId;
  readonly key: IdempotencyKey;
  readonly hash: string;
  readonly answer: unknown;
}

/** Stores an answer in a transaction that commits once `command` waits for it. */
const whileKeyIsTaken = async (
  { user, key, hash, answer }: Taken,
  command: () => Promise<unknown>,
): Promise<unknown> => {
  const other = await books.database.pool.connect();
  try {
    await other.query('begin');
    await other.query(
      `insert into idempotency_key (user_id, key, request_hash, answer) values ($1, $2, decode($3, 'hex'), $4)`,
      [user, key, hash, JSON.stringify(answer)],
    );
    const given = Promise.allSettled([command()]);
    const waits = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
    await expect.poll(async () => (await books.database.pool.query(waits)).rowCount).toBe(1);
    await other.query('commit');
    const [result] = await given;
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  } finally {
    other.release();
  }
};

const market = async (): Promise<{ user: UserId; marketId: MarketId }> => {
  const user = await books.person();
  return { user, marketId: (await books.market(user)).id };
};

describe('a key that another command is just taking', () => {
  test('gives the answer of the same request', async () => {
    const { user, marketId } = await market();
    const key = newKey();
    const hash = requestHash('closeMarket', { marketId, reason: 'It is known.' });
    const answer = { id: marketId, state: 'CLOSED' };
    const close = () =>
      books.engine.closeMarket({ userId: user, marketId, idempotencyKey: key, reason: 'It is known.' });
    expect(await whileKeyIsTaken({ user, key, hash, answer }, close)).toEqual({ answer, replayed: true });
    expect((await books.engine.getMarket(marketId)).market.state).toBe('OPEN');
  });

  test.each(['closeMarket', 'placeTrade'] as const)('refuses %s for another request', async (verb) => {
    const { user, marketId } = await market();
    const key = newKey();
    const input = { order: { outcome: 0, credits: 10 }, reason: 'It is known.' };
    const command = { userId: user, marketId, idempotencyKey: key, ...input };
    const taken = { user, key, hash: requestHash('createPost', { body: 'Rain.' }), answer: {} };
    await expect(whileKeyIsTaken(taken, () => books.engine[verb](command))).rejects.toMatchObject({
      code: 'IDEMPOTENCY_MISMATCH',
    });
    expect((await books.engine.getMarket(marketId)).market).toMatchObject({ state: 'OPEN', tradeCount: 0 });
  });
});
