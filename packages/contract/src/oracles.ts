import { z } from 'zod';
import { Balance } from './amounts.ts';
import { MarketId } from './ids.ts';
import { Timestamp, UserSummary } from './market.ts';
import { Question } from './text.ts';

/** CARRIED_OVER: named when oracles were not asked yet, which counts as accepted. */
export const OracleChangeKind = z
  .enum(['ASKED', 'WITHDRAWN', 'ACCEPTED', 'DECLINED', 'STEPPED_DOWN', 'CARRIED_OVER'])
  .meta({ id: 'OracleChangeKind' });
export type OracleChangeKind = z.infer<typeof OracleChangeKind>;

/** The creator asks and withdraws; the rest is the oracle's doing. */
export const OracleChange = z
  .object({ kind: OracleChangeKind, oracle: UserSummary, at: Timestamp })
  .meta({ id: 'OracleChange' });
export type OracleChange = z.infer<typeof OracleChange>;

/** A market in which trading has ended and that nobody has resolved. */
export const WaitingMarket = z
  .object({
    market: z.object({ id: MarketId, question: Question }),
    closedAt: Timestamp,
    creator: UserSummary,
    oracle: UserSummary.optional(),
    askedOracle: UserSummary.optional(),
    traderCount: z.int().min(0),
    /** Credits that wait to be paid out. */
    escrow: Balance,
    /** It has waited so long that moderators may resolve it. */
    abandoned: z.boolean(),
    /** A result is on its way. */
    proposed: z.boolean(),
    /** The reader has something at stake in it, or it is their own, and so may not decide it for others. */
    hasConflict: z.boolean(),
  })
  .meta({ id: 'WaitingMarket' });
export type WaitingMarket = z.infer<typeof WaitingMarket>;
