import type { Market } from '@mesh-markets/contract';

/** One side of a market: an outcome and how many shares of it people have. */
export interface Side {
  readonly index: number;
  readonly label: string;
  readonly shares: number;
  /** Of all shares, from 0 to 1. */
  readonly part: number;
}

/** Who stands where: both sides of a yes-or-no question, or the outcomes that somebody holds, the most held first. */
export const sidesOf = (market: Pick<Market, 'type' | 'outcomes'>): Side[] => {
  const total = market.outcomes.reduce((sum, { shares }) => sum + shares, 0);
  const sides = market.outcomes.map(({ index, label, shares }) => ({
    index,
    label,
    shares,
    part: total === 0 ? 0 : shares / total,
  }));
  if (market.type === 'BINARY') return sides;
  return sides
    .filter(({ shares }) => shares > 0)
    .toSorted((one, other) => other.shares - one.shares || one.index - other.index);
};
