import type { Outcome } from '@mesh-markets/contract';
import { expect, it } from 'vitest';
import { sidesOf } from './holders.ts';

const outcomes = (...shares: number[]): Outcome[] =>
  shares.map((count, index) => ({
    index,
    label: `${index}`,
    shares: count,
    phantomShares: 0,
    probability: 0.5,
  }));

it('shows both sides of a yes-or-no question, held or not', () => {
  const sides = sidesOf({ type: 'BINARY', outcomes: outcomes(0, 30) });
  expect(sides.map(({ index, part }) => [index, part])).toEqual([
    [0, 0],
    [1, 1],
  ]);
  expect(sidesOf({ type: 'BINARY', outcomes: outcomes(0, 0) }).map(({ part }) => part)).toEqual([0, 0]);
});

it('shows the outcomes of many that somebody holds, the most held first', () => {
  const sides = sidesOf({ type: 'MULTIPLE', outcomes: outcomes(10, 0, 30, 10) });
  expect(sides.map(({ index }) => index)).toEqual([2, 0, 3]);
});
