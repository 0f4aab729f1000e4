import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lmsr } from './lmsr.ts';
import { buyCost, logOdds, moveTo, price, prices, pricesAfter, saleProceeds } from './lmsrFormulas.ts';
import { type CurveState, MICRO } from './marketMaker.ts';
import { relativeGuard } from './rounding.ts';
import { liquidity, magnitude, odds, stateAndOutcome } from './testing/arbitraries.ts';
import { escrowCovers, risesByAtMost } from './testing/exactCost.ts';

function sumOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function buyIsInDomain(state: CurveState, outcome: number, micro: number): boolean {
  return micro <= state.liquidity * MICRO * 1e6 && Number.isSafeInteger(state.sharesMicro[outcome]! + micro);
}

describe('prices', () => {
  it('are inside (0, 1), sum to 1 and keep the order of the quantities', () => {
    fc.assert(
      fc.property(stateAndOutcome, ({ state, outcome }) => {
        const all = lmsr.prices(state);
        expect(Math.abs(sumOf(all) - 1)).toBeLessThan(all.length * 2 ** -51);
        expect(all.every((p) => p > 0 && p < 1)).toBe(true);
        const other = (outcome + 1) % all.length;
        const [here, there] = [state.sharesMicro[outcome]!, state.sharesMicro[other]!];
        if (here <= there) expect(all[outcome]).toBeLessThanOrEqual(all[other]!);
        expect(price(state.liquidity * MICRO, state.sharesMicro, outcome)).toBe(all[outcome]);
      }),
    );
  });

  it('do not depend on a common shift of all quantities', () => {
    fc.assert(
      fc.property(stateAndOutcome, fc.integer({ min: 0, max: 1e12 }), ({ state }, shift) => {
        const sharesMicro = state.sharesMicro.map((quantity) => quantity + shift);
        expect(lmsr.prices({ ...state, sharesMicro })).toEqual(lmsr.prices(state));
      }),
    );
  });
});

describe('a single trade, judged by exact arithmetic', () => {
  it('never charges less than the curve for shares, nor a whole credit more', () => {
    fc.assert(
      fc.property(stateAndOutcome, magnitude(12), ({ state, outcome }, micro) => {
        fc.pre(buyIsInDomain(state, outcome, micro));
        const { credits, next } = lmsr.buyShares(state, outcome, micro);
        expect(risesByAtMost(state.liquidity, state.sharesMicro, next.sharesMicro, credits)).toBe(true);
        const cost = buyCost(state.liquidity * MICRO, state.sharesMicro, outcome, micro) / MICRO;
        expect(credits).toBeLessThanOrEqual(1 + cost * (1 + 1e-11));
      }),
    );
  });

  it('never grants shares that are worth more than the spend, nor a micro-share too few', () => {
    fc.assert(
      fc.property(stateAndOutcome, magnitude(6), ({ state, outcome }, spend) => {
        const { sharesMicro, next } = lmsr.buyForSpend(state, outcome, spend);
        expect(risesByAtMost(state.liquidity, state.sharesMicro, next.sharesMicro, spend)).toBe(true);
        const x = logOdds(state.liquidity * MICRO, state.sharesMicro, outcome);
        const guard = relativeGuard(next.sharesMicro.length, x, spend / state.liquidity);
        const dearer = next.sharesMicro.slice();
        dearer[outcome]! += 1 + Math.ceil(2 * guard * sharesMicro);
        expect(risesByAtMost(state.liquidity, dearer, state.sharesMicro, -spend)).toBe(true);
      }),
    );
  });

  it('never pays more than the curve for a sale, nor a whole credit less', () => {
    fc.assert(
      fc.property(stateAndOutcome, fc.double({ min: 0, max: 1, noNaN: true }), ({ state, outcome }, part) => {
        fc.pre(state.sharesMicro[outcome]! > 0);
        const micro = Math.max(1, Math.floor(state.sharesMicro[outcome]! * part));
        const { credits, next } = lmsr.sellShares(state, outcome, micro);
        expect(risesByAtMost(state.liquidity, state.sharesMicro, next.sharesMicro, -credits)).toBe(true);
        const proceeds = saleProceeds(state.liquidity * MICRO, state.sharesMicro, outcome, micro) / MICRO;
        expect(credits).toBeGreaterThanOrEqual(proceeds * (1 - 1e-11) - 1);
      }),
    );
  });

  it('reports an average between the prices before and after', () => {
    fc.assert(
      fc.property(stateAndOutcome, magnitude(6), ({ state, outcome }, spend) => {
        const fill = lmsr.buyForSpend(state, outcome, spend);
        expect(fill.priceBefore).toBe(lmsr.prices(state)[outcome]);
        expect(fill.priceAfter).toBe(lmsr.prices(fill.next)[outcome]);
        expect(fill.averagePrice).toBeGreaterThanOrEqual(fill.priceBefore);
        expect(fill.averagePrice).toBeLessThanOrEqual(fill.priceAfter);
      }),
    );
  });
});

describe('trades in a row', () => {
  it('buying and selling back never profits, and loses at most a credit and the guard', () => {
    fc.assert(
      fc.property(stateAndOutcome, magnitude(6), magnitude(11), ({ state, outcome }, spend, micro) => {
        const spent = lmsr.buyForSpend(state, outcome, spend);
        expect(lmsr.sellShares(spent.next, outcome, spent.sharesMicro).credits).toBeLessThanOrEqual(spend);
        fc.pre(buyIsInDomain(state, outcome, micro));
        const bought = lmsr.buyShares(state, outcome, micro);
        const back = lmsr.sellShares(bought.next, outcome, micro);
        expect(back.next).toEqual(state);
        expect(back.credits).toBeLessThanOrEqual(bought.credits);
        expect(back.credits).toBeGreaterThanOrEqual(bought.credits - 2);
      }),
    );
  });

  it('splitting a buy never makes it cheaper than the curve, and a credit dearer at most per part', () => {
    fc.assert(
      fc.property(stateAndOutcome, magnitude(11), magnitude(11), ({ state, outcome }, first, second) => {
        fc.pre(buyIsInDomain(state, outcome, first + second));
        const one = lmsr.buyShares(state, outcome, first);
        const two = lmsr.buyShares(one.next, outcome, second);
        const whole = lmsr.buyShares(state, outcome, first + second);
        const split = one.credits + two.credits;
        expect(two.next).toEqual(whole.next);
        expect(risesByAtMost(state.liquidity, state.sharesMicro, two.next.sharesMicro, split)).toBe(true);
        // Rounding two parts up gives at least the whole rounded up, unless only the whole met its guard.
        expect(split).toBeGreaterThanOrEqual(whole.credits - 1);
        expect(split).toBeLessThanOrEqual(whole.credits + 2);
      }),
    );
  });

  it('splitting a spend never buys more shares', () => {
    fc.assert(
      fc.property(stateAndOutcome, magnitude(5), magnitude(5), ({ state, outcome }, first, second) => {
        const one = lmsr.buyForSpend(state, outcome, first);
        const two = lmsr.buyForSpend(one.next, outcome, second);
        const whole = lmsr.buyForSpend(state, outcome, first + second);
        const x = logOdds(state.liquidity * MICRO, state.sharesMicro, outcome);
        const guard = relativeGuard(state.sharesMicro.length, x, (first + second) / state.liquidity);
        const slack = 1 + Math.ceil(guard * whole.sharesMicro);
        expect(one.sharesMicro + two.sharesMicro).toBeLessThanOrEqual(whole.sharesMicro + slack);
      }),
    );
  });
});

describe('moving a price', () => {
  it('arrives at the target', () => {
    const target = fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true });
    fc.assert(
      fc.property(stateAndOutcome, target, ({ state, outcome }, aim) => {
        const b = state.liquidity;
        const quantities = state.sharesMicro.map((quantity) => quantity / MICRO);
        const { delta, cost } = moveTo(b, quantities, outcome, aim);
        const reached = pricesAfter(b, quantities, outcome, delta)[outcome]!;
        // An error of a few units in x or delta moves the log-odds by that much, whatever the target.
        const error = 2 ** -50 * (16 + quantities.length + Math.abs(delta / b));
        expect(Math.abs(reached - aim)).toBeLessThanOrEqual(error * aim * (1 - aim) + 2 ** -53 + 1e-15 * aim);
        expect(Math.sign(cost) * Math.sign(delta)).toBeGreaterThanOrEqual(0);
        const integerState = lmsr.costToMove(state, outcome, aim);
        expect(Math.abs(integerState - cost)).toBeLessThanOrEqual(1e-9 * (b + Math.abs(cost)));
      }),
    );
  });

  it('takes the spend it announces, rounded up', () => {
    fc.assert(
      fc.property(liquidity, odds, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (b, start, aim) => {
        const { state } = lmsr.open(b, start);
        const cost = lmsr.costToMove(state, 0, aim);
        fc.pre(cost > 0);
        expect(lmsr.buyForSpend(state, 0, Math.ceil(cost)).priceAfter).toBeGreaterThan(aim - 1e-5 / b);
      }),
    );
  });
});

describe('opening', () => {
  it('starts at the odds asked for, with a subsidy that covers C and not a whole credit more', () => {
    fc.assert(
      fc.property(liquidity, odds, (b, start) => {
        const { state, phantomMicro, subsidyCredits } = lmsr.open(b, start);
        expect(Math.min(...phantomMicro)).toBe(0);
        expect(escrowCovers(b, state.sharesMicro, subsidyCredits)).toBe(true);
        expect(escrowCovers(b, state.sharesMicro, subsidyCredits - 1)).toBe(false);
        prices(b * MICRO, state.sharesMicro).forEach((p, j) => {
          expect(Math.abs(p / start[j]! - 1)).toBeLessThan(2e-6 / b + 1e-12);
        });
        expect(lmsr.worstCaseLoss(b, start)).toBeLessThan(subsidyCredits + 1e-5);
      }),
    );
  });

  it('covers the phantom shares as rounded, even where the odds ask for a credit less', () => {
    let dearer = 0;
    for (let credits = 71; credits < 400; credits++) {
      const longshot = Math.exp(-(credits - 1e-7) / 100);
      const { state, subsidyCredits } = lmsr.open(100, [1 - longshot, longshot]);
      expect(escrowCovers(100, state.sharesMicro, subsidyCredits)).toBe(true);
      if (subsidyCredits > credits) dearer += 1;
    }
    expect(dearer).toBeGreaterThan(0);
  });
});
