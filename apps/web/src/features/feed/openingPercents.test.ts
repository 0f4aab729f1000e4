import { describe, expect, test } from 'vitest';
import { evenPercents, oddsOf, percentsProblem } from './openingPercents.ts';

const plain = (words: string | undefined): string | undefined => words?.replaceAll('\u202f', ' ');

describe('opening odds as typed', () => {
  test.each([
    [['50', '30', '20'], undefined],
    [['33.4', '33.3', '33.3'], undefined],
    [['50', '30'], 'The odds sum to 80 %: add 20 %.'],
    [['50', '50.5'], 'The odds sum to 100.5 %: take 0.5 % away.'],
    [['50', ''], 'Outcome 2 needs a percent from 0.1 to 99, with at most one decimal.'],
    [['0', '99'], 'Outcome 1 needs a percent from 0.1 to 99, with at most one decimal.'],
    [['99.5', '0.5'], 'Outcome 1 needs a percent from 0.1 to 99, with at most one decimal.'],
    [['1e1', '90'], 'Outcome 1 needs a percent from 0.1 to 99, with at most one decimal.'],
  ])('%j: %s', (percents, problem) => {
    expect(plain(percentsProblem(percents))).toBe(problem);
  });

  test('are what the contract takes: numbers that sum to 1', () => {
    expect(oddsOf(['12.5', '37.5', '50'])).toEqual([0.125, 0.375, 0.5]);
    expect(oddsOf(['12.5', '37.5'])).toBeUndefined();
  });

  test('begin even, and sum to the whole, for any number of outcomes', () => {
    for (let count = 2; count <= 64; count += 1) {
      const odds = oddsOf(evenPercents(count));
      expect(Math.abs((odds ?? []).reduce((sum, value) => sum + value, 0) - 1)).toBeLessThan(1e-9);
    }
  });
});
