import type { MarketState, PortfolioPosition } from '@mesh-markets/contract';
import { expect, it } from 'vitest';
import { portfolioGroups } from './portfolioGroups.ts';

const now = Date.parse('2027-01-02T00:00:00Z');
const position = (state: MarketState, closesAt: string, profit: number) =>
  ({ market: { state, closesAt }, profit }) as PortfolioPosition;

it('groups positions by what can be done with them and sums their profit', () => {
  const open = position('OPEN', '2027-02-01T00:00:00Z', 5);
  const late = position('OPEN', '2027-01-01T00:00:00Z', -3);
  const closed = position('CLOSED', '2027-01-01T00:00:00Z', 1);
  expect(portfolioGroups([closed, open, late], now)).toEqual([
    { phase: 'OPEN', positions: [open], profit: 5 },
    { phase: 'WAITING', positions: [closed, late], profit: -2 },
  ]);
});

it('has no groups without positions', () => {
  expect(portfolioGroups([], now)).toEqual([]);
});
