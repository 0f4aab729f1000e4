import type { PortfolioPosition, ResolvedOutcome } from '@mesh-markets/contract';
import { expect, it } from 'vitest';
import { endWords } from './positionWords.ts';

const ended = (outcome: number, resolved: ResolvedOutcome | undefined) =>
  endWords({ outcome, market: { outcome: resolved } as PortfolioPosition['market'] });

it.each([
  [0, undefined, ''],
  [0, 'YES', 'won'],
  [1, 'YES', 'lost'],
  [1, 'NO', 'won'],
  [5, 5, 'won'],
  [4, 5, 'lost'],
  [0, 'N_A', 'void'],
  [0, 'WEIGHTED', 'split'],
] as const)('outcome %s of a market resolved to %s: %s', (outcome, resolved, words) => {
  expect(ended(outcome, resolved)).toBe(words);
});
