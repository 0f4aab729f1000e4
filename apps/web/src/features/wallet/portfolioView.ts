import type { PortfolioPosition } from '@mesh-markets/contract';

export type PortfolioOrder = 'newest' | 'worth' | 'best' | 'worst' | 'closing';

const orders: Readonly<Record<PortfolioOrder, (one: PortfolioPosition, other: PortfolioPosition) => number>> =
  {
    // As the server sends them.
    newest: () => 0,
    worth: (one, other) => other.value - one.value,
    best: (one, other) => other.profit - one.profit,
    worst: (one, other) => one.profit - other.profit,
    closing: (one, other) => Date.parse(one.market.closesAt) - Date.parse(other.market.closesAt),
  };

/** Positions whose question or outcome has all the words typed, in the order asked for. */
export const portfolioView = (
  positions: readonly PortfolioPosition[],
  words: string,
  order: PortfolioOrder,
): PortfolioPosition[] => {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return positions
    .filter(({ market, label }) => {
      const text = `${market.question} ${label}`.toLowerCase();
      return wanted.every((word) => text.includes(word));
    })
    .toSorted(orders[order]);
};
