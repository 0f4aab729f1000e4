import { describe, expect, it } from 'vitest';
import { logExpm1, logit, sigmoid, softplus } from './numeric.ts';

describe('stable elementary functions', () => {
  it('gives the tails of the sigmoid their own digits', () => {
    expect(sigmoid(0)).toBe(0.5);
    expect(sigmoid(-50) / Math.exp(-50)).toBeCloseTo(1, 15);
    expect(sigmoid(-740)).toBeGreaterThan(0);
    expect(sigmoid(800)).toBe(1);
    expect(sigmoid(-800)).toBe(0);
  });

  it('stays finite where e^x does not', () => {
    expect(softplus(1000)).toBe(1000);
    expect(softplus(-1000)).toBe(0);
    expect(softplus(0)).toBe(Math.LN2);
    expect(logExpm1(1000)).toBe(1000);
    expect(logExpm1(1e-300)).toBe(Math.log(1e-300));
  });

  it('agrees across the seams between branches', () => {
    for (const seam of [1 - 2 ** -53, 1, 1 + 2 ** -52]) {
      expect(logExpm1(seam)).toBeCloseTo(0.541_324_854_612_918, 14);
    }
    for (const seam of [-Number.MIN_VALUE, 0, Number.MIN_VALUE]) {
      expect(sigmoid(seam)).toBe(0.5);
      expect(softplus(seam)).toBe(Math.LN2);
    }
  });

  it('inverts the sigmoid', () => {
    for (const x of [-700, -37, -1, -1e-9, 0, 0.3, 5, 20]) {
      expect(Math.abs(logit(sigmoid(x)) - x)).toBeLessThan(2 ** -52 * (4 + Math.abs(x)) * (1 + Math.exp(x)));
    }
  });
});
