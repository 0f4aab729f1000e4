import type { Bounds, Market } from '@mesh-markets/contract';
import { formatCredits } from '../../lib/format.ts';

/** What the operator lets a person spend on one purchase now. */
export interface SpendBound {
  readonly credits: number;
  /** For one trade, or what is left of what anybody may put into one market. */
  readonly of: 'TRADE' | 'MARKET';
}

/** The narrower of both; undefined while nothing is known of either. */
export const spendBound = (
  bounds: Pick<Bounds, 'maxTradeCredits'> | undefined,
  viewer: Market['viewer'],
): SpendBound | undefined => {
  const trade = bounds?.maxTradeCredits ?? Number.POSITIVE_INFINITY;
  const market = viewer?.mayPayIn ?? Number.POSITIVE_INFINITY;
  if (market <= trade && market !== Number.POSITIVE_INFINITY) return { credits: market, of: 'MARKET' };
  return trade === Number.POSITIVE_INFINITY ? undefined : { credits: trade, of: 'TRADE' };
};

/** Said before anybody runs into it. */
export const boundSentence = ({ credits, of }: SpendBound): string => {
  if (of === 'TRADE') return `One trade here costs ${formatCredits(credits)} at most.`;
  return credits === 0
    ? 'You have put into this market as much as anybody may here. You can still sell.'
    : `You can put ${formatCredits(credits)} more into this market.`;
};
