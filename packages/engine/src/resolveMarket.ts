import type { Market, MarketId, ResolveMarketBody } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import type { Command, EngineSettings, Written } from './api.ts';
import { requireNotBanned } from './authority/bans.ts';
import { writeDeed } from './authority/writeDeed.ts';
import { once } from './idempotency.ts';
import { lockMarket, resolverRole } from './locks.ts';
import { readMarket } from './reads/markets.ts';
import { Refusal } from './refusal.ts';
import { closeIfDue } from './resolution/closeIfDue.ts';
import { payVerdict } from './resolution/payVerdict.ts';
import { readProposal, requireUndisputed, touchMarket, writeProposal } from './resolution/proposals.ts';
import { verdictOf } from './resolution/verdict.ts';
import { transaction } from './transaction.ts';

/**
 * Resolves a closed market, once, in one transaction. Without a time to dispute results it pays out, and the market's escrow holds 0
 * afterwards; with one it only says what is to be paid when that time has passed.
 * @throws Refusal NOT_FOUND, IDEMPOTENCY_MISMATCH, FORBIDDEN, BANNED, ALREADY_RESOLVED, MARKET_NOT_CLOSED, PROPOSAL_OPEN, VALIDATION_FAILED,
 * ALREADY_DISPUTED
 */
export const resolveMarket = (
  pool: Pool,
  settings: Pick<EngineSettings, 'disputeHours' | 'abandonedAfterDays'>,
  command: Command & { marketId: MarketId } & ResolveMarketBody,
): Promise<Written<Market>> =>
  transaction(pool, async (tx) => {
    const { userId, idempotencyKey: _, ...input } = command;
    const { marketId } = input;
    const market = await lockMarket(tx, marketId);
    return once(tx, command, 'resolveMarket', input, async () => {
      const as = await resolverRole(tx, market, userId, settings);
      await requireNotBanned(tx, userId, 'MARKETS');
      await closeIfDue(tx, marketId, market);
      if ((await readProposal(tx, marketId)) !== undefined) throw new Refusal('PROPOSAL_OPEN');
      const verdict = verdictOf(market, input);
      await requireUndisputed(tx, marketId, verdict, as);
      const decider = { by: userId, as, note: input.note };
      if (settings.disputeHours > 0) {
        await writeProposal(tx, marketId, verdict, decider, settings.disputeHours);
        await touchMarket(tx, marketId);
      } else {
        await payVerdict(tx, marketId, market, verdict, decider);
      }
      if (as === 'ADMIN' || as === 'MODERATOR') {
        await writeDeed(tx, { kind: 'MARKET_RESOLVED', by: userId, postId: marketId, detail: input.note });
      }
      return readMarket(tx, marketId, userId);
    });
  });
