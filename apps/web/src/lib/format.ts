const locale = 'en-US';
const wholeNumber = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const compactNumber = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });

/** A narrow no-break space keeps sign and figure on one line. */
const narrowSpace = '\u202f';
/** The true minus sign, as wide as a plus. */
const minus = '\u2212';

/** `₡ 9,500`; a negative amount as `−₡ 20`. */
export const formatCredits = (credits: number): string =>
  `${credits < 0 ? minus : ''}₡${narrowSpace}${wholeNumber.format(Math.abs(credits))}`;

/** `+₡ 120`, `−₡ 45`, `₡ 0`: for gains and losses. */
export const formatSignedCredits = (credits: number): string =>
  credits > 0 ? `+${formatCredits(credits)}` : formatCredits(credits);

/** `₡ 12.3K`: where space is short and the last digit does not matter. */
export const formatCreditsCompact = (credits: number): string =>
  Math.abs(credits) < 10_000
    ? formatCredits(credits)
    : `${credits < 0 ? minus : ''}₡${narrowSpace}${compactNumber.format(Math.abs(credits))}`;

export const formatCount = (count: number): string => wholeNumber.format(count);

/** `1 trader`, `12 traders`. */
export const formatCounted = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

const shareFormats = [1, 2, 4].map(
  (decimals) => [decimals, new Intl.NumberFormat(locale, { maximumFractionDigits: decimals })] as const,
);
const formatOf = new Map(shareFormats);

/** Shares with as many decimals as tell something: `1,204.5`, `78.4`, `0.0312`. */
export const formatShares = (shares: number): string => {
  const size = Math.abs(shares);
  const decimals = size >= 100 ? 1 : size >= 1 ? 2 : 4;
  return formatOf.get(decimals)!.format(shares);
};

/**
 * A probability as the number before the percent sign. Whole percents in the middle, one decimal near the ends, and
 * never 0 or 100, which would say certain: `<0.1` and `>99.9` instead.
 */
export const percentFigure = (probability: number): string => {
  const percent = probability * 100;
  if (percent < 0.1) return '<0.1';
  if (percent > 99.9) return '>99.9';
  // Rounding to a decimal may reach 1.0 or 99.0; those read better whole.
  if (percent < 0.95 || percent > 99.05) return percent.toFixed(1);
  return String(Math.round(percent));
};

/** `62 %`, `0.4 %`, `99.6 %`. */
export const formatPercent = (probability: number): string => `${percentFigure(probability)}${narrowSpace}%`;

/** A change of probability in percentage points: `+4.2`, `−0.3`, `0`. */
export const formatPoints = (change: number): string => {
  const points = Math.round(change * 1000) / 10;
  if (points === 0) return '0';
  const figure = Math.abs(points) >= 10 ? Math.round(Math.abs(points)) : Math.abs(points);
  return `${points > 0 ? '+' : minus}${figure}`;
};

/** The price of a share as cents of play money: `62¢`, `0.4¢`. */
export const formatPrice = (probability: number): string => `${percentFigure(probability)}¢`;
