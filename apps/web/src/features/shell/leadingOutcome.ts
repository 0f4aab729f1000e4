import type { Market, Outcome } from '@mesh-markets/contract';

/** What a one-line summary shows: YES of a binary market, the likeliest outcome of the others. */
export const leadingOutcome = (market: Pick<Market, 'type' | 'outcomes'>): Outcome => {
  const first = market.outcomes[0]!;
  if (market.type === 'BINARY') return first;
  return market.outcomes.reduce(
    (best, outcome) => (outcome.probability > best.probability ? outcome : best),
    first,
  );
};
