import { describe, expect, it } from 'vitest';
import { CurveDomainError } from './marketMaker.ts';
import { chargeUp, grantDown, relativeGuard, safeInteger } from './rounding.ts';

const GUARD = relativeGuard(2, 0, 0.1);

describe('rounding', () => {
  it('charges up and grants down', () => {
    expect(chargeUp(12.01, GUARD)).toBe(13);
    expect(grantDown(12.99, GUARD)).toBe(12);
  });

  it('charges at least one credit and grants nothing for less than one unit', () => {
    expect(chargeUp(0, GUARD)).toBe(1);
    expect(chargeUp(1e-300, GUARD)).toBe(1);
    expect(grantDown(0.999, GUARD)).toBe(0);
    expect(grantDown(0, GUARD)).toBe(0);
  });

  it('gives the market the unit when the number may lie on either side of an integer', () => {
    expect(chargeUp(388, GUARD)).toBe(389);
    expect(chargeUp(388 * (1 - 2 * GUARD), GUARD)).toBe(388);
    expect(grantDown(388, GUARD)).toBe(387);
    expect(grantDown(388 * (1 + 2 * GUARD), GUARD)).toBe(388);
  });

  it('widens the guard with the distance from even odds and the size of the trade', () => {
    expect(GUARD).toBeGreaterThan(4 * Number.EPSILON);
    expect(GUARD).toBeLessThan(1e-14);
    expect(relativeGuard(2, -700, 1)).toBeGreaterThan(relativeGuard(2, 0, 1));
    expect(relativeGuard(2, 0, 700)).toBeGreaterThan(relativeGuard(2, 0, 1));
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2 ** 53])('stops %d', (value) => {
    expect(() => chargeUp(value, GUARD)).toThrow(CurveDomainError);
    expect(() => grantDown(value * 2, GUARD)).toThrow(CurveDomainError);
    expect(() => safeInteger(value, 'test')).toThrow(CurveDomainError);
  });
});
