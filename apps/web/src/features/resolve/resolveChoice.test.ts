import { ResolveMarketBody } from '@mesh-markets/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  basisPointsOf,
  equalParts,
  isProblem,
  percentOf,
  resolutionBody,
  weightsOf,
  weightsOfOdds,
} from './resolveChoice.ts';

describe('basisPointsOf', () => {
  it.each([
    ['', 0],
    ['0', 0],
    ['33.33', 3333],
    ['33,3', 3330],
    ['100', 10_000],
    ['0.01', 1],
    ['5.', 500],
  ])('%j is %d', (percent, points) => {
    expect(basisPointsOf(percent)).toBe(points);
  });
  it.each(['abc', '-1', '33.333', '100.01', '1e2', '1000'])('%j is no percent', (percent) => {
    expect(basisPointsOf(percent)).toBeUndefined();
  });
  it('reads back what percentOf writes, exactly', () => {
    for (let points = 0; points <= 10_000; points++) expect(basisPointsOf(percentOf(points))).toBe(points);
  });
});

describe('weights', () => {
  it('of equal parts sum to the whole for every number of outcomes', () => {
    for (let count = 2; count <= 64; count++) expect(weightsOf(equalParts(count))).toHaveLength(count);
  });
  it('of odds sum to the whole and are within a hundredth of a percent', () => {
    const odds = fc.array(fc.double({ min: 1e-6, max: 1, noNaN: true }), { minLength: 2, maxLength: 64 });
    fc.assert(
      fc.property(odds, (probabilities) => {
        const weights = weightsOfOdds(probabilities);
        const total = probabilities.reduce((sum, probability) => sum + probability, 0);
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(10_000);
        for (const [index, weight] of weights.entries()) {
          expect(Math.abs(weight - (probabilities[index]! / total) * 10_000)).toBeLessThan(1.000001);
        }
      }),
    );
  });
  it('that miss the whole say by how much', () => {
    expect(weightsOf(['33.33', '33.33', '33.33'])).toEqual({ kind: 'WRONG_SUM', missingBasisPoints: 1 });
    expect(weightsOf(['60', '60'])).toEqual({ kind: 'WRONG_SUM', missingBasisPoints: -2_000 });
    expect(weightsOf(['60', 'x'])).toEqual({ kind: 'NOT_A_PERCENT', index: 1 });
  });
});

describe('resolutionBody', () => {
  it('keeps the contract for every finished choice', () => {
    const choices = [
      { kind: 'OUTCOME', index: 1 },
      { kind: 'VOID' },
      { kind: 'SPLIT', percents: ['25', '75'] },
    ] as const;
    for (const choice of choices) {
      const body = resolutionBody(choice, '  see the report  ');
      expect(isProblem(body)).toBe(false);
      expect(ResolveMarketBody.parse(body)).toMatchObject({ note: 'see the report' });
    }
  });
  it('leaves an empty note out and names what is missing', () => {
    expect(resolutionBody({ kind: 'VOID' }, ' ')).toEqual({ outcome: 'N_A' });
    expect(resolutionBody({ kind: 'NONE' }, '')).toEqual({ kind: 'NOTHING_CHOSEN' });
  });
});
