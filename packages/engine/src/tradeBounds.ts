import { amountWords } from './amountWords.ts';
import type { EngineSettings } from './api.ts';
import { Refusal } from './refusal.ts';

/** How much may be bought at once, and of one market in all. */
export type TradeBounds = Pick<EngineSettings, 'maxTradeCredits' | 'maxPositionCredits'>;

/**
 * Whether a purchase keeps within what the operator allows. `paidIn` is what the buyer has paid into the market and not taken out again,
 * which is below 0 for who has taken out more. A sale is never asked this.
 * @throws Refusal TRADE_TOO_LARGE, POSITION_TOO_LARGE (in this order)
 */
export const checkTradeBounds = (
  { maxTradeCredits: most, maxPositionCredits: mostPaidIn }: TradeBounds,
  cost: number,
  paidIn: number,
): void => {
  if (cost > most)
    throw new Refusal(
      'TRADE_TOO_LARGE',
      `One trade here may cost ${amountWords(most)} at most. Buy in smaller parts.`,
      { facts: { most } },
    );
  if (mostPaidIn === 0 || paidIn + cost <= mostPaidIn) return;
  const left = Math.max(0, mostPaidIn - paidIn);
  const room = left === 0 ? 'You have reached that.' : `You can still put in ${amountWords(left)}.`;
  throw new Refusal(
    'POSITION_TOO_LARGE',
    `Nobody here puts more than ${amountWords(mostPaidIn)} into one market. ${room}`,
    { facts: { most: mostPaidIn, left } },
  );
};
