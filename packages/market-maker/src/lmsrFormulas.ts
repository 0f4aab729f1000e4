import { costPerLiquidity, proceedsPerLiquidity, sharesPerLiquidity } from './logOddsTrade.ts';
import { logit } from './numeric.ts';

/**
 * The logarithmic market scoring rule on real numbers, without rounding: R. Hanson, "Combinatorial Information Market
 * Design" (2003) and "Logarithmic Market Scoring Rules for Modular Combinatorial Information Aggregation" (2007), in
 * the cost-function form of Y. Chen and D. Pennock, "A Utility Framework for Bounded-Loss Market Makers" (2007):
 *
 *   C(q) = b ln sum_j e^(q_j / b)        p_i = dC/dq_i = e^(q_i / b) / sum_j e^(q_j / b)
 *
 * `quantities` (q) holds the shares of every outcome, phantom ones included; `liquidity` (b) has the same unit. The
 * price functions only read q / b, so micro-shares go with micro-liquidity. Indices and signs are the caller's duty:
 * these functions check nothing, `lmsr.ts` does.
 */

/** The smallest and largest float64 inside (0, 1). */
const SMALLEST_PRICE = Number.MIN_VALUE;
const LARGEST_PRICE = 1 - Number.EPSILON / 2;

/**
 * Keeps a price inside the open interval. A true price within 2^-54 of 1, or below 2^-1075, has no float64 of its own
 * and would come out as 1 or 0; it is reported as the nearest number that is still a probability. Costs never use it.
 */
function insideUnitInterval(price: number): number {
  return Math.min(LARGEST_PRICE, Math.max(SMALLEST_PRICE, price));
}

function indexOfLargest(quantities: readonly number[]): number {
  let index = 0;
  for (let j = 1; j < quantities.length; j++) {
    if (quantities[j]! > quantities[index]!) index = j;
  }
  return index;
}

/** The sum of e^((q_j - origin) / b) over all j but k. The subtraction comes first: it is exact for integers. */
function exponentialsBeside(
  liquidity: number,
  quantities: readonly number[],
  k: number,
  origin: number,
): number {
  let sum = 0;
  for (let j = 0; j < quantities.length; j++) {
    if (j !== k) sum += Math.exp((quantities[j]! - origin) / liquidity);
  }
  return sum;
}

/**
 * ln(p_i / (1 - p_i)), the only thing a trade on outcome i needs to know about the state. With two outcomes it is
 * the difference of the quantities over b, without any exponential.
 */
export function logOdds(liquidity: number, quantities: readonly number[], outcome: number): number {
  const quantity = quantities[outcome]!;
  if (quantities.length === 2) return (quantity - quantities[1 - outcome]!) / liquidity;
  let largestRival = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < quantities.length; j++) {
    if (j !== outcome && quantities[j]! > largestRival) largestRival = quantities[j]!;
  }
  const rivals = exponentialsBeside(liquidity, quantities, outcome, largestRival);
  return (quantity - largestRival) / liquidity - Math.log(rivals);
}

/**
 * All prices, each in (0, 1). They sum to 1 up to N units in the last place. Relative error of each below
 * 2^-52 (16 + N + 2|x|), where x is its log-odds, down to the subnormal numbers.
 */
export function prices(liquidity: number, quantities: readonly number[]): number[] {
  const k = indexOfLargest(quantities);
  const largest = quantities[k]!;
  const sum = 1 + exponentialsBeside(liquidity, quantities, k, largest);
  return quantities.map((quantity) => insideUnitInterval(Math.exp((quantity - largest) / liquidity) / sum));
}

/** One price; the same float64 as in `prices`. */
export function price(liquidity: number, quantities: readonly number[], outcome: number): number {
  const k = indexOfLargest(quantities);
  const largest = quantities[k]!;
  const sum = 1 + exponentialsBeside(liquidity, quantities, k, largest);
  return insideUnitInterval(Math.exp((quantities[outcome]! - largest) / liquidity) / sum);
}

/**
 * All prices after `delta` shares of an outcome were bought (sold when negative). Only differences of quantities
 * count, so the outcome itself is put at 0: a delta far below the last digit of its quantity still moves the price.
 */
export function pricesAfter(
  liquidity: number,
  quantities: readonly number[],
  outcome: number,
  delta: number,
): number[] {
  const origin = quantities[outcome]!;
  return prices(
    liquidity,
    quantities.map((quantity, j) => (j === outcome ? delta : quantity - origin)),
  );
}

/**
 * C(q) in credits: what the escrow must hold at least. Above max q by -b ln(largest price). For opening and for
 * audits; a trade is never priced as a difference of two of these, which would keep only the last digit of C.
 */
export function costFunction(liquidity: number, quantities: readonly number[]): number {
  const k = indexOfLargest(quantities);
  const largest = quantities[k]!;
  return largest + liquidity * Math.log1p(exponentialsBeside(liquidity, quantities, k, largest));
}

/** C(q + delta e_i) - C(q): credits to buy `delta` > 0 shares. */
export function buyCost(
  liquidity: number,
  quantities: readonly number[],
  outcome: number,
  delta: number,
): number {
  return liquidity * costPerLiquidity(logOdds(liquidity, quantities, outcome), delta / liquidity);
}

/** C(q) - C(q - delta e_i): credits for selling `delta` > 0 shares. */
export function saleProceeds(
  liquidity: number,
  quantities: readonly number[],
  outcome: number,
  delta: number,
): number {
  return liquidity * proceedsPerLiquidity(logOdds(liquidity, quantities, outcome), delta / liquidity);
}

/** Shares that a spend of exactly `spend` > 0 credits buys. */
export function sharesForSpend(
  liquidity: number,
  quantities: readonly number[],
  outcome: number,
  spend: number,
): number {
  return liquidity * sharesPerLiquidity(logOdds(liquidity, quantities, outcome), spend / liquidity);
}

/** A trade that moves the price of an outcome; both are negative for a sale, then `cost` is minus the proceeds. */
export interface Move {
  readonly delta: number;
  readonly cost: number;
}

/**
 * The trade after which the outcome is priced at `target` in (0, 1): delta = b (logit target - x), and its cost.
 * Absolute error of both near b 2^-52 (16 + N + 2|x| + 2 |logit target|): a target already reached cancels.
 */
export function moveTo(
  liquidity: number,
  quantities: readonly number[],
  outcome: number,
  target: number,
): Move {
  const x = logOdds(liquidity, quantities, outcome);
  const size = logit(target) - x;
  if (size === 0) return { delta: 0, cost: 0 };
  const cost = size > 0 ? costPerLiquidity(x, size) : -proceedsPerLiquidity(x, -size);
  return { delta: liquidity * size, cost: liquidity * cost };
}

/**
 * The quantities b ln(w_i / min w) at which the prices are proportional to the weights (positive, any sum). Nobody
 * owns these shares; the smallest is 0, so equal weights give an empty book.
 */
export function phantomShares(liquidity: number, weights: readonly number[]): number[] {
  const smallest = Math.min(...weights);
  return weights.map((weight) => liquidity * Math.log1p((weight - smallest) / smallest));
}

/**
 * The most the house can lose on a market opened at these weights: -b ln(min w / sum w), that is b ln N for equal
 * weights. It equals C at the phantom shares, because their smallest is 0.
 */
export function maxLoss(liquidity: number, weights: readonly number[]): number {
  return costFunction(liquidity, phantomShares(liquidity, weights));
}
