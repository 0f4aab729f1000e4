import type { MarketId } from '@mesh-markets/contract';
import type { MarketRow } from '../locks.ts';
import { Refusal } from '../refusal.ts';
import type { Tx } from '../transaction.ts';

/**
 * Only a closed market is resolved; one whose time has passed is closed on the way.
 * @throws Refusal ALREADY_RESOLVED, MARKET_NOT_CLOSED
 */
export const closeIfDue = async (tx: Tx, marketId: MarketId, market: MarketRow): Promise<void> => {
  if (market.state === 'RESOLVED') throw new Refusal('ALREADY_RESOLVED');
  if (market.state === 'CLOSED') return;
  if (!market.due) throw new Refusal('MARKET_NOT_CLOSED');
  // Its time has passed and the job has not been by yet: resolving does not have to wait for it.
  await tx.query(
    `update prediction_market set state = 'CLOSED', closed_at = closes_at, version = version + 1 where id = $1`,
    [marketId],
  );
};
