import type { Market, MarketId, ResolveMarketBody } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import type { Command, Written } from './api.ts';
import { requireNotBanned } from './authority/bans.ts';
import { writeDeed } from './authority/writeDeed.ts';
import { once } from './idempotency.ts';
import { lockMarket, type MarketRow, resolverRole } from './locks.ts';
import { readMarket } from './reads/markets.ts';
import { Refusal } from './refusal.ts';
import { settle } from './resolution/settle.ts';
import { verdictOf } from './resolution/verdict.ts';
import { type Tx, transaction } from './transaction.ts';

const closeIfDue = async (tx: Tx, marketId: MarketId, market: MarketRow): Promise<void> => {
  if (market.state === 'RESOLVED') throw new Refusal('ALREADY_RESOLVED');
  if (market.state === 'CLOSED') return;
  if (!market.due) throw new Refusal('MARKET_NOT_CLOSED');
  // Its time has passed and the job has not been by yet: resolving does not have to wait for it.
  await tx.query(
    `update prediction_market set state = 'CLOSED', closed_at = closes_at, version = version + 1 where id = $1`,
    [marketId],
  );
};

/**
 * Resolves a closed market and pays out, once, in one transaction; afterwards its escrow holds 0.
 * @throws Refusal NOT_FOUND, IDEMPOTENCY_MISMATCH, FORBIDDEN, BANNED, ALREADY_RESOLVED, MARKET_NOT_CLOSED, VALIDATION_FAILED
 */
export const resolveMarket = (
  pool: Pool,
  command: Command & { marketId: MarketId } & ResolveMarketBody,
): Promise<Written<Market>> =>
  transaction(pool, async (tx) => {
    const { userId, idempotencyKey: _, ...input } = command;
    const { marketId } = input;
    const market = await lockMarket(tx, marketId);
    return once(tx, command, 'resolveMarket', input, async () => {
      const role = await resolverRole(tx, market, userId);
      await requireNotBanned(tx, userId, 'MARKETS');
      await closeIfDue(tx, marketId, market);
      const verdict = verdictOf(market, input);
      const settlement = await settle(tx, marketId, market, verdict.weights);
      const { rows } = await tx.query<{ now: Date }>(
        `update prediction_market set state = 'RESOLVED', resolved_at = mesh_now(), version = version + 1 where id = $1 returning resolved_at as now`,
        [marketId],
      );
      await tx.query(
        `insert into resolution_log
           (market_id, resolved_by, resolved_as, kind, outcome, weights, note, escrow_before, paid, holders_paid, returned, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
        [
          marketId,
          userId,
          role,
          verdict.kind,
          verdict.outcome ?? null,
          verdict.weights ?? null,
          input.note ?? null,
          settlement.escrowBefore,
          settlement.paid,
          settlement.holdersPaid,
          settlement.returned,
          rows[0]!.now,
        ],
      );
      if (role === 'ADMIN') {
        await writeDeed(tx, {
          kind: 'MARKET_RESOLVED',
          by: userId,
          postId: marketId,
          detail: input.note,
        });
      }
      return readMarket(tx, marketId, userId);
    });
  });
