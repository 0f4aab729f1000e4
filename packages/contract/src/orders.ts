import { z } from 'zod';
import { Credits, Shares } from './amounts.ts';
import { OutcomeIndex, Side } from './market.ts';

const which = { side: Side.optional(), outcome: OutcomeIndex.optional() };
const exactlyOne = 'Name the outcome once: side (YES or NO) or outcome (its index).';
const oneOutcome = (order: { side?: Side | undefined; outcome?: number | undefined }): boolean =>
  (order.side === undefined) !== (order.outcome === undefined);

export const BuyOrder = z
  .strictObject({
    ...which,
    action: z.literal('BUY').optional(),
    credits: Credits,
    minShares: z.number().min(0).max(1e9).optional(),
  })
  .refine(oneOutcome, exactlyOne)
  .meta({ id: 'BuyOrder' });
/** Buys exactly so many shares. What they cost follows from the curve, rounded up, and is at least 1 credit. */
export const BuySharesOrder = z
  .strictObject({
    ...which,
    action: z.literal('BUY'),
    shares: Shares,
    maxCredits: Credits.optional(),
  })
  .refine(oneOutcome, exactlyOne)
  .meta({ id: 'BuySharesOrder' });
export const SellOrder = z
  .strictObject({
    ...which,
    action: z.literal('SELL'),
    shares: Shares,
    minCredits: z.int().min(0).max(1e9).optional(),
  })
  .refine(oneOutcome, exactlyOne)
  .meta({ id: 'SellOrder' });
/** The trader's intent: never a price or a share count to be believed. */
export const Order = z.union([BuyOrder, BuySharesOrder, SellOrder]);
export type BuyOrder = z.infer<typeof BuyOrder>;
export type BuySharesOrder = z.infer<typeof BuySharesOrder>;
export type SellOrder = z.infer<typeof SellOrder>;
export type Order = z.infer<typeof Order>;
