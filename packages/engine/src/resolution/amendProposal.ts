import type { AmendBody, Market, MarketId, WithdrawBody } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import type { Command, EngineSettings, Written } from '../api.ts';
import { requireNotBanned } from '../authority/bans.ts';
import { once } from '../idempotency.ts';
import { lockMarket, type MarketRow, resolverRole } from '../locks.ts';
import { readMarket } from '../reads/markets.ts';
import { Refusal } from '../refusal.ts';
import { type Tx, transaction } from '../transaction.ts';
import {
  endProposal,
  type OpenProposal,
  requireProposal,
  requireUndisputed,
  touchMarket,
  writeProposal,
} from './proposals.ts';
import { paysTheSame, verdictOf } from './verdict.ts';

type ChangeSettings = Pick<EngineSettings, 'disputeHours' | 'abandonedAfterDays'>;

interface Change {
  readonly market: MarketRow;
  readonly proposal: OpenProposal;
  readonly as: OpenProposal['as'];
}

/** What both have in common: who may, and that nothing else became of the proposal meanwhile. */
const changeProposal = (
  pool: Pool,
  settings: ChangeSettings,
  verb: string,
  command: Command & { marketId: MarketId; version: number },
  change: (tx: Tx, given: Change) => Promise<void>,
): Promise<Written<Market>> =>
  transaction(pool, async (tx) => {
    const { userId, idempotencyKey: _, ...input } = command;
    const { marketId, version } = input;
    const market = await lockMarket(tx, marketId);
    return once(tx, command, verb, input, async () => {
      const as = await resolverRole(tx, market, userId, settings);
      await requireNotBanned(tx, userId, 'MARKETS');
      const proposal = await requireProposal(tx, marketId, version);
      // Its time has passed: the next run of the job pays it.
      if (proposal.due && proposal.disputes === 0)
        throw new Refusal('PROPOSAL_CHANGED', 'This result is final and about to be paid.');
      await change(tx, { market, proposal, as });
      await touchMarket(tx, marketId);
      return readMarket(tx, marketId, userId);
    });
  });

/**
 * Proposes another result; its time begins anew. What others said against the one before is answered by it, so then it must be another result
 * indeed: nobody gets rid of a dispute by saying the same again, nor by saying something else in between.
 * @throws Refusal NOT_FOUND, IDEMPOTENCY_MISMATCH, FORBIDDEN, BANNED, PROPOSAL_CHANGED, VALIDATION_FAILED, ALREADY_DISPUTED
 */
export const amendProposal = (
  pool: Pool,
  settings: ChangeSettings,
  command: Command & { marketId: MarketId } & AmendBody,
): Promise<Written<Market>> =>
  changeProposal(pool, settings, 'amendProposal', command, async (tx, { market, proposal, as }) => {
    const verdict = verdictOf(market, command);
    if (proposal.disputes > 0 && paysTheSame(proposal, verdict)) {
      throw new Refusal(
        'ALREADY_DISPUTED',
        'This result is disputed: an admin decides about it, or you propose another one.',
      );
    }
    await requireUndisputed(tx, command.marketId, verdict, as);
    const decider = { by: command.userId, as, note: command.note };
    await endProposal(tx, proposal, { how: 'AMENDED', by: command.userId });
    // Where the setting has been switched off since, what is under way still gets the time it would have had at the least.
    await writeProposal(tx, command.marketId, verdict, decider, Math.max(settings.disputeHours, 1));
  });

/**
 * Takes back what nobody disputes; the market waits for its resolution as before.
 * @throws Refusal NOT_FOUND, IDEMPOTENCY_MISMATCH, FORBIDDEN, BANNED, PROPOSAL_CHANGED, ALREADY_DISPUTED
 */
export const withdrawProposal = (
  pool: Pool,
  settings: ChangeSettings,
  command: Command & { marketId: MarketId } & WithdrawBody,
): Promise<Written<Market>> =>
  changeProposal(pool, settings, 'withdrawProposal', command, async (tx, { proposal }) => {
    if (proposal.disputes > 0) {
      throw new Refusal(
        'ALREADY_DISPUTED',
        'This result is disputed: an admin decides about it, or you propose another one.',
      );
    }
    await endProposal(tx, proposal, { how: 'WITHDRAWN', by: command.userId });
  });
