import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lmsr } from './lmsr.ts';
import { CurveDomainError, type CurveState, MICRO } from './marketMaker.ts';
import { tradeToMove } from './tradeToMove.ts';

const even: CurveState = { liquidity: 1_000, sharesMicro: [0, 0] };

describe('tradeToMove', () => {
  it('is b ln 3 shares from one half to three quarters, for b ln 2', () => {
    const trade = tradeToMove(even, 0, 0.75, 0);
    expect(trade?.action).toBe('BUY');
    expect(trade?.fill.sharesMicro).toBe(Math.ceil(1_000 * Math.log(3) * MICRO));
    expect(trade?.fill.credits).toBe(Math.ceil(1_000 * Math.log(2)));
  });

  it('is a sale on the way down, of no more shares than there are', () => {
    const { next, sharesMicro } = lmsr.buyForSpend(even, 0, 500);
    const trade = tradeToMove(next, 0, 0.5, sharesMicro);
    expect(trade?.action).toBe('SELL');
    expect(trade?.fill.credits).toBeGreaterThanOrEqual(498);
    expect(trade?.fill.credits).toBeLessThanOrEqual(500);
    expect(tradeToMove(next, 0, 0.4, sharesMicro)).toBeUndefined();
  });

  it('is nothing where the price stands there already', () => {
    expect(tradeToMove(even, 0, 0.5, 0)).toBeUndefined();
  });

  it.each([0, 1, -1, Number.NaN])('refuses %d as a target', (target) => {
    expect(() => tradeToMove(even, 0, target, 0)).toThrow(CurveDomainError);
  });

  it('reaches the target with the fewest shares, and costs what the curve says, rounded up', () => {
    const states = fc.record({
      liquidity: fc.integer({ min: 50, max: 100_000 }),
      sharesMicro: fc.array(fc.integer({ min: 0, max: 2e8 }), { minLength: 2, maxLength: 8 }),
    });
    fc.assert(
      fc.property(states, fc.integer({ min: 1, max: 99 }), (state, percent) => {
        const target = percent / 100;
        const before = lmsr.prices(state)[0]!;
        const trade = tradeToMove(state, 0, target, state.sharesMicro[0]!);
        if (trade === undefined) return;
        expect(trade.action).toBe(target > before ? 'BUY' : 'SELL');
        // A micro-share moves the price by less than 1e-6 / b.
        expect(Math.abs(trade.fill.priceAfter - target)).toBeLessThan(1e-6);
        const exact = Math.abs(lmsr.costToMove(state, 0, target));
        const charged = trade.fill.credits;
        if (trade.action === 'BUY') expect(charged).toBeGreaterThanOrEqual(Math.floor(exact));
        else expect(charged).toBeLessThanOrEqual(Math.ceil(exact));
        expect(Math.abs(charged - exact)).toBeLessThanOrEqual(1 + 1e-6);
      }),
    );
  });
});
