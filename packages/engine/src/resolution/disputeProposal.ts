import type { DisputeBody, Market, MarketId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import type { Command, Written } from '../api.ts';
import { once } from '../idempotency.ts';
import { lockMarket } from '../locks.ts';
import { readMarket } from '../reads/markets.ts';
import { Refusal } from '../refusal.ts';
import { transaction } from '../transaction.ts';
import { requireProposal, touchMarket } from './proposals.ts';
import { isHolder } from './requireNoPosition.ts';

/**
 * Says that a proposed result is wrong. The market's lock orders it with the payout: either this comes first and nothing is paid until an
 * admin has decided, or the result is final.
 * @throws Refusal NOT_FOUND, IDEMPOTENCY_MISMATCH, DISPUTE_TOO_LATE, PROPOSAL_CHANGED, FORBIDDEN, ALREADY_DISPUTED
 */
export const disputeProposal = (
  pool: Pool,
  command: Command & { marketId: MarketId } & DisputeBody,
): Promise<Written<Market>> =>
  transaction(pool, async (tx) => {
    const { userId, idempotencyKey: _, ...input } = command;
    const { marketId, version, reason } = input;
    const market = await lockMarket(tx, marketId);
    return once(tx, command, 'disputeProposal', input, async () => {
      if (market.state === 'RESOLVED') throw new Refusal('DISPUTE_TOO_LATE');
      const proposal = await requireProposal(tx, marketId, version);
      if (!(await isHolder(tx, marketId, userId)))
        throw new Refusal('FORBIDDEN', 'Only those with a stake in this market can dispute its result.');
      const { rowCount } = await tx.query(
        `insert into dispute (proposal_id, user_id, reason, created_at)
         select id, $2, $3, greatest(now.at, proposed_at) from resolution_proposal, mesh_now() as now(at) where id = $1 and final_at > now.at
             and not exists (select from dispute where proposal_id = $1 and user_id = $2)`,
        [proposal.id, userId, reason],
      );
      if (rowCount === 0) {
        const before = await tx.query('select from dispute where proposal_id = $1 and user_id = $2', [
          proposal.id,
          userId,
        ]);
        throw before.rowCount === 0
          ? new Refusal('DISPUTE_TOO_LATE')
          : new Refusal('ALREADY_DISPUTED', 'You have disputed this result already.');
      }
      await touchMarket(tx, marketId);
      return readMarket(tx, marketId, userId);
    });
  });
