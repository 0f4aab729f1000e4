import { MICRO } from '../marketMaker.ts';

/**
 * The cost function compared in big integers, as the judge of the float64 code. Only exponentials of negative
 * arguments are needed, because C(after) - C(before) <= c is the same as
 * sum e^((after_j - c) / b) <= sum e^(before_j / b), and a common factor may be taken out of both sides.
 */
const PRECISION = 640n;
const ONE = 1n << PRECISION;

/** Far above the truncation errors, far below the guard: lets an exact tie pass as "at most". */
const TIE = 1n << 440n;

/** e^(-numerator / denominator) as a multiple of 2^-640; both arguments positive or the first 0. */
function exponentialOfMinus(numerator: bigint, denominator: bigint): bigint {
  let argument = (numerator << PRECISION) / denominator;
  let halvings = 0;
  while (argument > ONE >> 12n) {
    argument >>= 1n;
    halvings += 1;
  }
  let term = ONE;
  let sum = ONE;
  for (let k = 1n; term !== 0n; k++) {
    term = -((term * argument) >> PRECISION) / k;
    sum += term;
  }
  for (let k = 0; k < halvings; k++) sum = (sum * sum) >> PRECISION;
  return sum;
}

/**
 * Whether C(after) - C(before) <= credits, to 2^-200. Quantities in micro-shares; `liquidity` times a million must be
 * an integer.
 */
export function risesByAtMost(
  liquidity: number,
  before: readonly number[],
  after: readonly number[],
  credits: number,
): boolean {
  const microLiquidity = BigInt(liquidity * MICRO);
  const left = after.map((quantity) => BigInt(quantity) - BigInt(credits) * BigInt(MICRO));
  const right = before.map(BigInt);
  const largest = [...left, ...right].reduce((a, b) => (a > b ? a : b));
  const total = (exponents: readonly bigint[]) =>
    exponents.reduce((sum, exponent) => sum + exponentialOfMinus(largest - exponent, microLiquidity), 0n);
  return total(left) <= total(right) + TIE;
}

/** Whether an escrow holds C(q): C of the single quantity E is E itself. */
export function escrowCovers(liquidity: number, sharesMicro: readonly number[], escrow: number): boolean {
  return risesByAtMost(liquidity, [0], sharesMicro, escrow);
}
