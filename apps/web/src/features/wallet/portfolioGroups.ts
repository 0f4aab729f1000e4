import type { PortfolioPosition } from '@mesh-markets/contract';
import { type MarketPhase, phaseOf } from '../market/marketStatus.ts';

export interface PortfolioGroup {
  readonly phase: MarketPhase;
  readonly positions: readonly PortfolioPosition[];
  readonly profit: number;
}

const order: readonly MarketPhase[] = ['OPEN', 'WAITING', 'RESOLVED'];

/** Positions by what their market does now, in the order a person acts on them; empty groups are left out. */
export const portfolioGroups = (positions: readonly PortfolioPosition[], now: number): PortfolioGroup[] =>
  order
    .map((phase) => {
      const members = positions.filter(({ market }) => phaseOf(market, now) === phase);
      return { phase, positions: members, profit: members.reduce((sum, { profit }) => sum + profit, 0) };
    })
    .filter((group) => group.positions.length > 0);
