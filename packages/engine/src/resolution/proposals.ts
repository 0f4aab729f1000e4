import type { MarketId, ProposalEnd, UserId } from '@mesh-markets/contract';
import { Refusal } from '../refusal.ts';
import type { Tx } from '../transaction.ts';
import type { Decider } from './payVerdict.ts';
import type { Verdict } from './verdict.ts';

/** A proposal that has not ended. */
export interface OpenProposal extends Verdict {
  readonly id: string;
  readonly version: number;
  readonly by: UserId;
  readonly as: Exclude<Decider['as'], 'OPERATOR'>;
  readonly note: string | undefined;
  readonly disputes: number;
  /** Its time has passed, by the database's clock. */
  readonly due: boolean;
}

interface ProposalRow {
  readonly id: string;
  readonly version: number;
  readonly by: UserId;
  readonly as: OpenProposal['as'];
  readonly kind: Verdict['kind'];
  readonly outcome: number | null;
  readonly weights: number[] | null;
  readonly note: string | null;
  readonly disputes: number;
  readonly due: boolean;
}

/** The proposal of a market that the caller has locked, so that nothing becomes of it meanwhile. */
export const readProposal = async (tx: Tx, marketId: MarketId): Promise<OpenProposal | undefined> => {
  const { rows } = await tx.query<ProposalRow>(
    `select p.id::text as id, p.version, p.proposed_by::text as "by", p.proposed_as as "as", p.kind, p.outcome, p.weights, p.note,
            (select count(*) from dispute where proposal_id = p.id) as disputes, p.final_at <= mesh_now() as due
       from resolution_proposal p where p.market_id = $1 and p.ended_at is null`,
    [marketId],
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const { outcome, weights, note, ...proposal } = row;
  return {
    ...proposal,
    outcome: outcome ?? undefined,
    weights: weights ?? undefined,
    note: note ?? undefined,
  };
};

/** The proposal that the caller has seen. @throws Refusal PROPOSAL_CHANGED */
export const requireProposal = async (tx: Tx, marketId: MarketId, version: number): Promise<OpenProposal> => {
  const proposal = await readProposal(tx, marketId);
  if (proposal?.version !== version) throw new Refusal('PROPOSAL_CHANGED');
  return proposal;
};

/**
 * Nobody gets rid of a dispute by a detour: what holders have disputed in a market is proposed again by nobody but an admin without a stake.
 * @throws Refusal ALREADY_DISPUTED
 */
export const requireUndisputed = async (
  tx: Tx,
  marketId: MarketId,
  { weights }: Pick<Verdict, 'weights'>,
  as: Decider['as'],
): Promise<void> => {
  if (as === 'ADMIN') return;
  const { rowCount } = await tx.query(
    `select from resolution_proposal p where p.market_id = $1 and p.weights is not distinct from $2::int[]
        and exists (select from dispute where proposal_id = p.id)`,
    [marketId, weights ?? null],
  );
  if (rowCount !== 0)
    throw new Refusal(
      'ALREADY_DISPUTED',
      'This result was disputed in this market: an admin has to propose it again, or you propose another one.',
    );
};

/** Says what became of a proposal; it stays on record. */
export const endProposal = (
  tx: Tx,
  proposal: OpenProposal,
  { how, by, reason }: { how: ProposalEnd['how']; by?: UserId | undefined; reason?: string | undefined },
): Promise<unknown> =>
  tx.query(
    'update resolution_proposal set ended_at = greatest(mesh_now(), proposed_at), ended_how = $2, ended_by = $3, ended_reason = $4 where id = $1',
    [proposal.id, how, by ?? null, reason ?? null],
  );

/** Writes a proposal of a locked market that is closed and has none open. Its time begins now, and after the one before it ended. */
export const writeProposal = (
  tx: Tx,
  marketId: MarketId,
  verdict: Verdict,
  { by, as, note }: Pick<OpenProposal, 'by' | 'as' | 'note'>,
  disputeHours: number,
): Promise<unknown> =>
  tx.query(
    `insert into resolution_proposal (market_id, version, proposed_by, proposed_as, kind, outcome, weights, note, proposed_at, final_at)
     select $1, 1 + coalesce((select max(version) from resolution_proposal where market_id = $1), 0), $2, $3, $4, $5, $6, $7, now.at,
            now.at + $8::float8 * interval '1 hour'
       from (select greatest(mesh_now(), max(ended_at)) as at from resolution_proposal where market_id = $1) as now`,
    [
      marketId,
      by,
      as,
      verdict.kind,
      verdict.outcome ?? null,
      verdict.weights ?? null,
      note ?? null,
      disputeHours,
    ],
  );

/** The market looks different now: whoever watches it is told by its version. */
export const touchMarket = (tx: Tx, marketId: MarketId): Promise<unknown> =>
  tx.query('update prediction_market set version = version + 1 where id = $1', [marketId]);
