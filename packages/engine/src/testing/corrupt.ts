import type { MarketId, UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';

/** Changes what nobody may change: as the owner of the database, with every guard of the session off. */
const tamper = async (owner: Pool, ...statements: readonly string[]): Promise<void> => {
  const client = await owner.connect();
  try {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    for (const statement of statements) await client.query(statement);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
};

/**
 * Ways to spoil the books behind the back of every guard, for tests of what finds them out. `owner` is a pool of the
 * database's owner, such as that of a test database.
 */
export const corrupt = {
  /** Whatever a test wants. */
  run: tamper,

  changeTransfer: (owner: Pool, id: number, by: number) =>
    tamper(owner, `update transfer set amount = amount + ${by} where id = ${id}`),

  changeBalance: (owner: Pool, userId: UserId, by: number) =>
    tamper(owner, `update account set balance = balance + ${by} where user_id = ${userId}`),

  /**
   * Books the very fill of an earlier trade again as the newest one, at a price that is gone. Nothing but the price is wrong:
   * the triggers derive transfer, pools, position and balances from it, so all sums agree.
   */
  repeatFill: async (owner: Pool, marketId: MarketId, seq: number): Promise<void> => {
    await owner.query(
      `insert into trade (market_id, seq, user_id, outcome, shares_micro, credits, by_shares, probability_before, probabilities, created_at)
       select t.market_id, m.seq + 1, t.user_id, t.outcome, t.shares_micro, t.credits, t.by_shares, t.probability_before, t.probabilities, mesh_now()
         from trade t join prediction_market m on m.id = t.market_id where t.market_id = $1 and t.seq = $2`,
      [marketId, seq],
    );
  },

  changeCost: (owner: Pool, marketId: MarketId, seq: number, by: number) =>
    tamper(
      owner,
      `update trade set credits = credits + ${by} where market_id = ${marketId} and seq = ${seq}`,
    ),

  deleteTransfer: (owner: Pool, marketId: MarketId, seq: number) =>
    tamper(owner, `delete from transfer where market_id = ${marketId} and trade_seq = ${seq}`),

  /** Gives the last trade a later number, everywhere the number is written. */
  skipNumbers: (owner: Pool, marketId: MarketId, seq: number, to: number) =>
    tamper(
      owner,
      `update trade set seq = ${to} where market_id = ${marketId} and seq = ${seq}`,
      `update transfer set trade_seq = ${to} where market_id = ${marketId} and trade_seq = ${seq}`,
      `update prediction_market set seq = ${to} where id = ${marketId}`,
    ),

  switchGuardOff: async (owner: Pool, log: string, guard: string): Promise<void> => {
    await owner.query(`alter table ${log} disable trigger ${guard}`);
  },
} as const;
