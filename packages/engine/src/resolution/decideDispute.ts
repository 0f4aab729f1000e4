import type { DecideBody, Market, MarketId, ProposalEnd, UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { requireAdmin } from '../analytics/requireAdmin.ts';
import type { Command, Written } from '../api.ts';
import { requireNotBanned } from '../authority/bans.ts';
import { writeDeed } from '../authority/writeDeed.ts';
import { once } from '../idempotency.ts';
import { lockMarket, type MarketRow } from '../locks.ts';
import { readMarket } from '../reads/markets.ts';
import { Refusal } from '../refusal.ts';
import { type Tx, transaction } from '../transaction.ts';
import { payVerdict } from './payVerdict.ts';
import { endProposal, type OpenProposal, readProposal, requireProposal } from './proposals.ts';
import { requireNoPosition } from './requireNoPosition.ts';
import { type Verdict, VOID, verdictOf } from './verdict.ts';

/** What is decided, without the version that the one who decides has seen. */
export type Decision = DecideBody extends infer Body
  ? Body extends unknown
    ? Omit<Body, 'version'>
    : never
  : never;

const ends = { UPHOLD: 'UPHELD', CHANGE: 'CHANGED', VOID: 'VOIDED' } as const satisfies Record<
  Decision['decision'],
  ProposalEnd['how']
>;

const decidedVerdict = (market: MarketRow, proposal: OpenProposal, decision: Decision): Verdict => {
  if (decision.decision === 'UPHOLD') return proposal;
  return decision.decision === 'VOID' ? VOID : verdictOf(market, decision);
};

/** Ends a disputed proposal and pays; the market is locked. @throws Refusal NOT_DISPUTED, VALIDATION_FAILED */
export const decideIn = async (
  tx: Tx,
  marketId: MarketId,
  market: MarketRow,
  proposal: OpenProposal,
  decision: Decision,
  by: UserId | undefined,
): Promise<void> => {
  if (proposal.disputes === 0) throw new Refusal('NOT_DISPUTED');
  const verdict = decidedVerdict(market, proposal, decision);
  const { reason } = decision;
  await endProposal(tx, proposal, { how: ends[decision.decision], by, reason });
  await payVerdict(tx, marketId, market, verdict, {
    by,
    as: by === undefined ? 'OPERATOR' : 'ADMIN',
    note: reason,
    proposalId: proposal.id,
  });
  await writeDeed(tx, { kind: 'DISPUTE_DECIDED', by, postId: marketId, detail: reason });
};

/**
 * Decides a disputed result, which is final at once. Of two who decide, the second is told that it has changed.
 * @throws Refusal NOT_FOUND, IDEMPOTENCY_MISMATCH, FORBIDDEN, BANNED, PROPOSAL_CHANGED, NOT_DISPUTED, VALIDATION_FAILED
 */
export const decideDispute = (
  pool: Pool,
  command: Command & { marketId: MarketId } & DecideBody,
): Promise<Written<Market>> =>
  transaction(pool, async (tx) => {
    const { userId, idempotencyKey: _, ...input } = command;
    const { marketId, version } = input;
    const market = await lockMarket(tx, marketId);
    return once(tx, command, 'decideDispute', input, async () => {
      await requireAdmin(tx, userId);
      await requireNotBanned(tx, userId, 'MARKETS');
      await requireNoPosition(tx, market, marketId, userId);
      const proposal = await requireProposal(tx, marketId, version);
      // Nor as an oracle who has stepped down since.
      if (proposal.by === userId)
        throw new Refusal('FORBIDDEN', 'You proposed this result: somebody else has to decide about it.');
      await decideIn(tx, marketId, market, proposal, input, userId);
      return readMarket(tx, marketId, userId);
    });
  });

/** The disputed proposal of a locked market, whichever version it is. @throws Refusal NOT_DISPUTED */
export const requireDisputed = async (tx: Tx, marketId: MarketId): Promise<OpenProposal> => {
  const proposal = await readProposal(tx, marketId);
  if (proposal === undefined) throw new Refusal('NOT_DISPUTED', 'No result is proposed for this market.');
  return proposal;
};
