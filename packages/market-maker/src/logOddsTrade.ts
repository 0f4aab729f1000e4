import { logExpm1, sigmoid, softplus } from './numeric.ts';

/**
 * One trade on one outcome of an LMSR, free of units. For the outcome traded, all the others together act as a single
 * rival, so a trade depends on two numbers only: x, the log-odds ln(p / (1 - p)) of the outcome, and the size of the
 * trade divided by the liquidity b. Results are divided by b too.
 *
 * Textbook forms (Hanson 2003, 2007; Chen & Pennock 2007), with p = sigmoid(x):
 *   cost     =  ln(1 + p (e^s - 1))          to buy s
 *   proceeds = -ln(1 + p (e^-s - 1))         for selling s
 *   shares   =  ln(1 + (e^c - 1) / p)        for spending c
 * The branches below are the same functions rearranged so that nothing overflows or cancels. Measured relative error
 * on V8: below 2^-52 (16 + N + 2|x| + 2s); docs/design/market-maker.md has the derivation and the figures.
 */

/** e^30 is far from overflow, and e^-30 is small enough that a difference of softplus values no longer cancels. */
const LARGE = 30;

/** What it costs to buy `size` > 0 at log-odds `x`. Between 0 and `size`. */
export function costPerLiquidity(x: number, size: number): number {
  if (x >= 0) return size + Math.log1p(sigmoid(-x) * Math.expm1(-size));
  if (size <= LARGE) return Math.log1p(sigmoid(x) * Math.expm1(size));
  return softplus(x + size) - softplus(x);
}

/** What selling `size` > 0 at log-odds `x` brings. Between 0 and `size`. */
export function proceedsPerLiquidity(x: number, size: number): number {
  const fractionLost = -sigmoid(x) * Math.expm1(-size);
  if (fractionLost <= 0.5) return -Math.log1p(-fractionLost);
  if (size > x) return softplus(x) - softplus(x - size);
  const rivalGrowth =
    size < 1 ? sigmoid(-x) * Math.expm1(size) : (Math.exp(size - x) - Math.exp(-x)) / (1 + Math.exp(-x));
  return size - Math.log1p(rivalGrowth);
}

/** What a spend of `cost` > 0 buys at log-odds `x`. The inverse of `costPerLiquidity`; never less than `cost`. */
export function sharesPerLiquidity(x: number, cost: number): number {
  const exponent = logExpm1(cost) + softplus(-x);
  if (exponent > LARGE) return exponent + Math.exp(-exponent);
  return Math.log1p(Math.expm1(cost) / sigmoid(x));
}
