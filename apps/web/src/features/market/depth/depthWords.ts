import type { Market } from '@mesh-markets/contract';
import { formatCredits, formatPercent, formatShares } from '../../../lib/format.ts';
import { outcomeName } from '../outcomeName.ts';
import { type DepthStep, depthStep } from './depth.ts';

type NamedMarket = Pick<Market, 'b' | 'outcomes' | 'type'>;

/** `₡ 412 for 690 YES`: a step in short, for a table. */
export const stepWords = (market: NamedMarket, { action, outcome, shares, credits }: DepthStep): string => {
  const what = `${formatShares(shares)} ${outcomeName(market, outcome)}`;
  return action === 'BUY' ? `Buy ${what}` : `Sell ${what} for ${formatCredits(credits)}`;
};

/** What moving an outcome takes, in a sentence. */
export const depthSentence = (market: NamedMarket, outcome: number, target: number): string => {
  const name = outcomeName(market, outcome);
  const goal = formatPercent(target);
  const step = depthStep(market, outcome, target);
  if (step !== undefined) {
    const what = `${formatShares(step.shares)} ${outcomeName(market, step.outcome)}`;
    return step.action === 'BUY'
      ? `Moving ${name} to ${goal} costs ${formatCredits(step.credits)} and buys ${what}.`
      : `Moving ${name} to ${goal} takes a sale of ${what}, which brings ${formatCredits(step.credits)}.`;
  }
  const now = market.outcomes[outcome]?.probability ?? 0;
  return target < now && formatPercent(now) !== goal
    ? `Nobody holds enough ${name} to sell it down to ${goal}.`
    : `${name} stands at ${goal} now.`;
};
