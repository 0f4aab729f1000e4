import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyTrade, type Basis, NO_BASIS } from './basis.ts';

/** A purchase, or the sale of a part (in thousandths) of what is held then. */
const step = fc.oneof(
  fc.record({ shares: fc.integer({ min: 1, max: 1e15 }), credits: fc.integer({ min: 1, max: 1e9 }) }),
  fc.record({ part: fc.integer({ min: 1, max: 1000 }), credits: fc.integer({ min: 1, max: 1e9 }) }),
);

interface Walked {
  readonly held: Basis;
  readonly paid: number;
  readonly received: number;
  /** Cost of what is held, as an exact fraction. */
  readonly exact: { readonly numerator: bigint; readonly denominator: bigint };
}

const walk = (steps: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[]): Walked => {
  let walked: Walked = { held: NO_BASIS, paid: 0, received: 0, exact: { numerator: 0n, denominator: 1n } };
  for (const one of steps) {
    const { held, paid, received, exact } = walked;
    if ('shares' in one) {
      if (held.sharesMicro + one.shares > Number.MAX_SAFE_INTEGER) continue;
      walked = {
        held: applyTrade(held, one.shares, one.credits),
        paid: paid + one.credits,
        received,
        exact: { ...exact, numerator: exact.numerator + BigInt(one.credits) * exact.denominator },
      };
      continue;
    }
    const sold = Math.max(1, Number((BigInt(held.sharesMicro) * BigInt(one.part)) / 1000n));
    if (sold > held.sharesMicro) continue;
    walked = {
      held: applyTrade(held, -sold, -one.credits),
      paid,
      received: received + one.credits,
      exact: {
        numerator: exact.numerator * BigInt(held.sharesMicro - sold),
        denominator: exact.denominator * BigInt(held.sharesMicro),
      },
    };
  }
  return walked;
};

describe('the moving average', () => {
  test('realises exactly what was received, less what was paid, plus what is still held', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { held, paid, received } = walk(steps);
        expect(held.realised).toBe(received - paid + held.basis);
        expect(held.basis).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });

  test('is never below the exact cost, and less than a credit above it for each sale', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { held, exact } = walk(steps);
        const sales = BigInt(steps.filter((one) => 'part' in one).length);
        const cost = BigInt(held.basis) * exact.denominator;
        expect(cost >= exact.numerator).toBe(true);
        expect(cost <= exact.numerator + sales * exact.denominator).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('has no cost left once everything is sold', () => {
    const bought = applyTrade(applyTrade(NO_BASIS, 3_000_000, 10), 4_000_000, 11);
    const half = applyTrade(bought, -1_000_000, -5);
    expect(half).toEqual({ sharesMicro: 6_000_000, basis: 18, realised: 2 });
    expect(applyTrade(half, -6_000_000, -30)).toEqual({ sharesMicro: 0, basis: 0, realised: 14 });
  });
});
