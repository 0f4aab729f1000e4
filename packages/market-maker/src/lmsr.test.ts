import { describe, expect, it } from 'vitest';
import { lmsr } from './lmsr.ts';
import { CurveDomainError, type CurveState, MICRO } from './marketMaker.ts';

const EVEN: CurveState = lmsr.open(100, [0.5, 0.5]).state;

describe('opening', () => {
  it('at even odds holds no phantom shares and a subsidy of b ln N, rounded up', () => {
    expect(lmsr.open(100, [0.5, 0.5])).toEqual({
      state: { liquidity: 100, sharesMicro: [0, 0] },
      phantomMicro: [0, 0],
      subsidyCredits: 70,
    });
    expect(lmsr.open(1000, [0.25, 0.25, 0.25, 0.25]).subsidyCredits).toBe(1387);
  });

  it('at 9 to 1 puts b ln 9 phantom shares on the favourite and a subsidy of b ln 10', () => {
    const { phantomMicro, subsidyCredits, state } = lmsr.open(100, [0.9, 0.1]);
    expect(phantomMicro).toEqual([219_722_458, 0]);
    expect(subsidyCredits).toBe(231);
    expect(lmsr.prices(state)[1]).toBeCloseTo(0.1, 9);
    expect(lmsr.worstCaseLoss(100, [0.9, 0.1])).toBeCloseTo(230.258_509_299_404_58, 11);
  });
});

describe('trading', () => {
  it('spends exactly the credits and rounds the shares down', () => {
    const fill = lmsr.buyForSpend(EVEN, 0, 10);
    expect(fill).toMatchObject({ outcome: 0, credits: 10, sharesMicro: 19_090_282, priceBefore: 0.5 });
    expect(fill.next).toEqual({ liquidity: 100, sharesMicro: [19_090_282, 0] });
    expect(fill.priceAfter).toBe(lmsr.prices(fill.next)[0]);
    expect(fill.averagePrice).toBeCloseTo(10 / 19.090_282_9, 8);
  });

  it('rounds the cost of a share count up, the proceeds of a sale down', () => {
    const bought = lmsr.buyShares(EVEN, 1, 50 * MICRO);
    expect(bought.credits).toBe(29);
    const sold = lmsr.sellShares(bought.next, 1, 50 * MICRO);
    expect(sold.credits).toBe(28);
    expect(sold.sharesMicro).toBe(50 * MICRO);
    expect(sold.next).toEqual(EVEN);
    expect(sold.averagePrice).toBeCloseTo(bought.averagePrice, 14);
  });

  it('charges at least one credit and may pay none', () => {
    const fill = lmsr.buyShares(EVEN, 0, 1);
    expect(fill.credits).toBe(1);
    expect(fill.averagePrice).toBeCloseTo(0.5, 8);
    expect(lmsr.sellShares(fill.next, 0, 1).credits).toBe(0);
  });

  it('charges a cost that is a whole number, or one credit more where the guard cannot tell', () => {
    const state = { liquidity: 10, sharesMicro: [0, 388 * MICRO] };
    expect([388, 389]).toContain(lmsr.buyShares(state, 0, 776 * MICRO).credits);
    const permutation = { liquidity: 10, sharesMicro: [0, 30 * MICRO, 60 * MICRO] };
    expect([30, 31]).toContain(lmsr.buyShares(permutation, 0, 90 * MICRO).credits);
  });

  it('leaves the state it was given alone', () => {
    const frozen = Object.freeze({ liquidity: 100, sharesMicro: Object.freeze([5 * MICRO, 0]) });
    lmsr.buyForSpend(frozen, 0, 3);
    lmsr.sellShares(frozen, 0, MICRO);
    expect(frozen.sharesMicro).toEqual([5 * MICRO, 0]);
  });
});

describe('arguments outside the domain', () => {
  const state: CurveState = { liquidity: 100, sharesMicro: [3 * MICRO, 0] };

  it.each([0, -1, 1.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY])('refuses the amount %d', (amount) => {
    expect(() => lmsr.buyForSpend(state, 0, amount)).toThrow(CurveDomainError);
    expect(() => lmsr.buyShares(state, 0, amount)).toThrow(CurveDomainError);
    expect(() => lmsr.sellShares(state, 0, amount)).toThrow(CurveDomainError);
  });

  it.each([-1, 2, 0.5, Number.NaN])('refuses the outcome %d', (outcome) => {
    expect(() => lmsr.buyForSpend(state, outcome, 1)).toThrow(CurveDomainError);
    expect(() => lmsr.buyShares(state, outcome, 1)).toThrow(CurveDomainError);
    expect(() => lmsr.sellShares(state, outcome, 1)).toThrow(CurveDomainError);
    expect(() => lmsr.costToMove(state, outcome, 0.5)).toThrow(CurveDomainError);
  });

  it.each([0, -100, 1e-4, 1e10, Number.NaN, Number.POSITIVE_INFINITY])('refuses the liquidity %d', (b) => {
    expect(() => lmsr.open(b, [0.5, 0.5])).toThrow(CurveDomainError);
    expect(() => lmsr.worstCaseLoss(b, [0.5, 0.5])).toThrow(CurveDomainError);
    expect(() => lmsr.prices({ liquidity: b, sharesMicro: [0, 0] })).toThrow(CurveDomainError);
  });

  it.each([[[]], [[0]], [[0, -1]], [[0, 0.5]], [[0, Number.NaN]], [[0, 2 ** 53]]])(
    'refuses the book %j',
    (sharesMicro) => {
      expect(() => lmsr.prices({ liquidity: 100, sharesMicro })).toThrow(CurveDomainError);
      expect(() => lmsr.buyForSpend({ liquidity: 100, sharesMicro }, 0, 1)).toThrow(CurveDomainError);
    },
  );

  it.each([[[]], [[1]], [[1, 0]], [[0.5, 0.6]], [[1.5, -0.5]], [[Number.NaN, 0.5]], [[0.5, 0.5, 1e-320]]])(
    'refuses the odds %j',
    (probabilities) => {
      expect(() => lmsr.open(100, probabilities)).toThrow(CurveDomainError);
      expect(() => lmsr.worstCaseLoss(100, probabilities)).toThrow(CurveDomainError);
    },
  );

  it.each([0, 1, -0.1, 2, Number.NaN])('refuses to move to %d', (target) => {
    expect(() => lmsr.costToMove(state, 0, target)).toThrow(CurveDomainError);
  });

  it('refuses to sell more than there is, or to buy beyond a million times the liquidity', () => {
    expect(() => lmsr.sellShares(state, 0, 3 * MICRO + 1)).toThrow(CurveDomainError);
    expect(() => lmsr.buyForSpend(state, 0, 100_000_001)).toThrow(CurveDomainError);
    expect(() => lmsr.buyShares(state, 0, 100_000_001 * MICRO)).toThrow(CurveDomainError);
  });

  it('refuses a trade after which a quantity is no longer a safe integer', () => {
    const full = { liquidity: 100_000, sharesMicro: [Number.MAX_SAFE_INTEGER, 0] };
    expect(() => lmsr.buyForSpend(full, 0, 1)).toThrow(CurveDomainError);
    expect(lmsr.sellShares(full, 0, MICRO).credits).toBe(0);
  });

  it('refuses odds whose phantom shares or subsidy do not fit', () => {
    expect(() => lmsr.open(1e9, [1 - 1e-9, 1e-9])).toThrow(CurveDomainError);
  });

  it('never refuses a sale of shares that exist', () => {
    const far = { liquidity: 0.001, sharesMicro: [Number.MAX_SAFE_INTEGER, 0, 5] };
    const sold = lmsr.sellShares(far, 0, Number.MAX_SAFE_INTEGER);
    expect(sold.credits).toBeLessThanOrEqual(Number.MAX_SAFE_INTEGER / MICRO);
    expect(sold.credits).toBeGreaterThan(0.97 * (Number.MAX_SAFE_INTEGER / MICRO));
    expect(lmsr.sellShares(far, 2, 5).credits).toBe(0);
  });
});
