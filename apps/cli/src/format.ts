const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const sixDecimals = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 });

export const formatCount = (value: number): string => whole.format(value);

export const formatCredits = (credits: number): string =>
  credits < 0 ? `-₡${whole.format(-credits)}` : `₡${whole.format(credits)}`;

/** A gain with its sign. */
export const formatProfit = (credits: number): string =>
  credits > 0 ? `+${formatCredits(credits)}` : formatCredits(credits);

export const formatShares = (shares: number): string => sixDecimals.format(shares);

/** One decimal, and never 0 or 100: neither is ever certain. */
export const formatProbability = (probability: number): string => {
  const percent = probability * 100;
  if (percent < 0.1) return '<0.1 %';
  if (percent > 99.9) return '>99.9 %';
  return `${percent.toFixed(1)} %`;
};

export const formatPrice = (price: number): string => `₡${price.toFixed(2)}`;

export const formatTime = (timestamp: string): string => timestamp.slice(0, 16).replace('T', ' ');

/** How a market was resolved, with the labels of its outcomes. */
export const formatResolved = (
  outcome: string | number,
  labels: readonly string[],
  weights?: readonly number[],
): string => {
  if (outcome === 'N_A') return 'void';
  if (outcome === 'WEIGHTED') {
    if (weights === undefined) return 'in parts';
    return weights.map((weight, i) => `${labels[i]} ${weight / 100} %`).join(', ');
  }
  return typeof outcome === 'number' ? (labels[outcome] ?? String(outcome)) : outcome;
};
