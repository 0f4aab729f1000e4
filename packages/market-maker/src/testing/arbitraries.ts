import fc from 'fast-check';
import { type CurveState, MICRO } from '../marketMaker.ts';

/** Liquidities whose micro-value is an integer, so that the exact judge can use them. */
export const liquidity = fc.constantFrom(1, 12.5, 50, 100, 1000, 2478.25, 100_000);

const outcomeCount = fc.oneof(
  fc.constant(2),
  fc.integer({ min: 2, max: 8 }),
  fc.integer({ min: 2, max: 64 }),
);

/** Log-quantities q / b: near the start, spread as far as 800, or all near one value. */
const heights: fc.Arbitrary<number[]> = outcomeCount.chain((n) =>
  fc.oneof(
    fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { minLength: n, maxLength: n }),
    fc.array(fc.double({ min: 0, max: 800, noNaN: true }), { minLength: n, maxLength: n }),
    fc.array(fc.constantFrom<number[]>(0, 1e-9, 36, 37, 700, 710, 745, 750, 800), {
      minLength: n,
      maxLength: n,
    }),
  ),
);

/** A market in any state, far from the origin included; frozen, so that a function that writes to it throws. */
export const stateAndOutcome = fc
  .record({ liquidity, heights, origin: fc.constantFrom(0, 0, 1, 1e12), outcome: fc.nat() })
  .map(({ liquidity: b, heights: levels, origin, outcome }) => {
    const sharesMicro = levels.map((level) => origin + Math.floor(level * b * MICRO));
    const state: CurveState = Object.freeze({ liquidity: b, sharesMicro: Object.freeze(sharesMicro) });
    return { state, outcome: outcome % sharesMicro.length };
  });

/** Integers from 1 up, every order of magnitude equally likely. */
export function magnitude(maximumPower: number): fc.Arbitrary<number> {
  return fc
    .double({ min: 0, max: maximumPower, noNaN: true })
    .map((power) => Math.max(1, Math.round(10 ** power)));
}

/** Odds between even and one in a million. */
export const odds = outcomeCount
  .chain((n) => fc.array(fc.double({ min: 0, max: 13.8, noNaN: true }), { minLength: n, maxLength: n }))
  .map((logs) => {
    const weights = logs.map((log) => Math.exp(-log));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return weights.map((weight) => weight / sum);
  });
