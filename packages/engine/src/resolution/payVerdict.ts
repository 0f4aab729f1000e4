import type { MarketId, UserId } from '@mesh-markets/contract';
import type { MarketRow } from '../locks.ts';
import type { Tx } from '../transaction.ts';
import { settle } from './settle.ts';
import type { Verdict } from './verdict.ts';

/** Whose decision it is. */
export interface Decider {
  /** Absent for an operator at the command line. */
  readonly by: UserId | undefined;
  readonly as: 'CREATOR' | 'ORACLE' | 'MODERATOR' | 'ADMIN' | 'OPERATOR';
  readonly note: string | undefined;
  /** What was proposed before, where something was; it has ended. */
  readonly proposalId?: string | undefined;
}

/** Pays a verdict out and writes it down: the one way in which a market becomes RESOLVED. It is locked and closed. */
export const payVerdict = async (
  tx: Tx,
  marketId: MarketId,
  market: MarketRow,
  verdict: Verdict,
  decider: Decider,
): Promise<void> => {
  const settlement = await settle(tx, marketId, market, verdict.weights);
  const { rows } = await tx.query<{ now: Date }>(
    `update prediction_market set state = 'RESOLVED', resolved_at = mesh_now(), version = version + 1 where id = $1 returning resolved_at as now`,
    [marketId],
  );
  await tx.query(
    `insert into resolution_log
       (market_id, resolved_by, resolved_as, kind, outcome, weights, note, escrow_before, paid, holders_paid, returned, proposal_id, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      marketId,
      decider.by ?? null,
      decider.as,
      verdict.kind,
      verdict.outcome ?? null,
      verdict.weights ?? null,
      decider.note ?? null,
      settlement.escrowBefore,
      settlement.paid,
      settlement.holdersPaid,
      settlement.returned,
      decider.proposalId ?? null,
      rows[0]!.now,
    ],
  );
};
