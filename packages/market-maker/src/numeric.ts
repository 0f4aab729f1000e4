/**
 * Elementary functions in forms that keep their relative accuracy on the whole float64 line. Each branch avoids
 * either an overflow of exp (arguments above 709.78) or the subtraction of two nearly equal numbers.
 */

/** 1 / (1 + e^-x). Its complement is sigmoid(-x): `1 - sigmoid(x)` would lose every digit for large x. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const exponential = Math.exp(x);
  return exponential / (1 + exponential);
}

/** ln(1 + e^x). */
export function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

/** ln(e^x - 1) for x > 0. */
export function logExpm1(x: number): number {
  return x > 1 ? x + Math.log1p(-Math.exp(-x)) : Math.log(Math.expm1(x));
}

/** ln(p / (1 - p)) for p in (0, 1). The subtraction is exact where it matters, from p = 1/2 upwards. */
export function logit(p: number): number {
  return Math.log(p / (1 - p));
}
