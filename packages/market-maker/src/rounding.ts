import { CurveDomainError } from './marketMaker.ts';

/**
 * The only door from float64 to integers. Every function says its direction and leans against the trader by a
 * relative guard that exceeds the float error of the formulas more than four times, so the integer is on the safe
 * side of the exact real number. The price of the guard: one unit, only where the exact number lies within the guard
 * of an integer.
 */

/** Relative guard for a trade of `size` (over b) at log-odds `x` among `outcomes` outcomes. */
export function relativeGuard(outcomes: number, x: number, size: number): number {
  return 2 ** -51 * (16 + outcomes + 2 * Math.abs(x) + 2 * size);
}

/** Credits a trader pays for something worth `exact`: up, and at least 1. */
export function chargeUp(exact: number, guard: number): number {
  return Math.max(1, safeInteger(Math.ceil(exact * (1 + guard)), 'charge'));
}

/** Credits or micro-shares a trader receives for something worth `exact`: down, and at least 0. */
export function grantDown(exact: number, guard: number): number {
  return Math.max(0, safeInteger(Math.floor(exact * (1 - guard)), 'grant'));
}

/** NaN and the infinities stop here too: they must not pass as a number that Math.max would swallow. */
export function safeInteger(value: number, what: string): number {
  if (Number.isSafeInteger(value)) return value;
  throw new CurveDomainError(`the ${what} ${value} is not a safe integer`);
}
