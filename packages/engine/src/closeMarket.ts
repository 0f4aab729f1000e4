import type { CloseMarketBody, Market, MarketId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import type { Command, Written } from './api.ts';
import { requireNotBanned } from './authority/bans.ts';
import { writeDeed } from './authority/writeDeed.ts';
import { once } from './idempotency.ts';
import { closerRole, lockMarket } from './locks.ts';
import { readMarket } from './reads/markets.ts';
import { Refusal } from './refusal.ts';
import { transaction } from './transaction.ts';

/**
 * Closes a market before its time, for a reason that everybody reads.
 * @throws Refusal NOT_FOUND, IDEMPOTENCY_MISMATCH, FORBIDDEN, BANNED, ALREADY_RESOLVED, MARKET_CLOSED
 */
export const closeMarket = (
  pool: Pool,
  command: Command & { marketId: MarketId } & CloseMarketBody,
): Promise<Written<Market>> =>
  transaction(pool, async (tx) => {
    const { marketId, userId, reason } = command;
    const market = await lockMarket(tx, marketId);
    return once(tx, command, 'closeMarket', { marketId, reason }, async () => {
      const role = await closerRole(tx, market, userId);
      await requireNotBanned(tx, userId, 'MARKETS');
      if (market.state === 'RESOLVED') throw new Refusal('ALREADY_RESOLVED');
      if (market.state === 'CLOSED' || market.due)
        throw new Refusal('MARKET_CLOSED', 'This market is already closed.');
      await tx.query(
        `update prediction_market set state = 'CLOSED', closed_at = $3, closed_by = $2, close_reason = $4, version = version + 1 where id = $1`,
        [marketId, userId, market.now, reason],
      );
      if (role === 'ADMIN') {
        await writeDeed(tx, { kind: 'MARKET_CLOSED', by: userId, postId: marketId, detail: reason });
      }
      return readMarket(tx, marketId, userId);
    });
  });
