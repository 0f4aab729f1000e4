import { formatPercent } from '../../lib/format.ts';

/** In tenths of a percent, which sum without the noise of fractions. */
const WHOLE = 1_000;
const LOWEST = 1;
const HIGHEST = 990;

/** `12.5` in tenths of a percent; undefined for what is no percent with at most one decimal. */
const tenthsOf = (typed: string): number | undefined =>
  /^\d{1,2}(\.\d)?$/.test(typed.trim()) ? Math.round(Number(typed) * 10) : undefined;

/** What is wrong with the opening odds as typed, in words; undefined when a market can open with them. */
export const percentsProblem = (percents: readonly string[]): string | undefined => {
  const tenths = percents.map(tenthsOf);
  const bad = tenths.findIndex((value) => value === undefined || value < LOWEST || value > HIGHEST);
  if (bad >= 0) return `Outcome ${bad + 1} needs a percent from 0.1 to 99, with at most one decimal.`;
  const missing = WHOLE - tenths.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  if (missing === 0) return undefined;
  const sum = formatTenths(WHOLE - missing);
  return missing > 0
    ? `The odds sum to ${sum}: add ${formatTenths(missing)}.`
    : `The odds sum to ${sum}: take ${formatTenths(-missing)} away.`;
};

const formatTenths = (tenths: number): string => `${tenths / 10}\u202f%`;

/** The odds in (0, 1); undefined while something is wrong with them. */
export const oddsOf = (percents: readonly string[]): number[] | undefined =>
  percentsProblem(percents) === undefined
    ? percents.map((percent) => (tenthsOf(percent) ?? 0) / WHOLE)
    : undefined;

/** Equal odds as percents that sum to exactly 100; the first ones have the tenths that are left over. */
export const evenPercents = (count: number): string[] => {
  const each = Math.floor(WHOLE / count);
  const left = WHOLE - each * count;
  return Array.from({ length: count }, (_, place) => `${(each + (place < left ? 1 : 0)) / 10}`);
};

export const evenWords = (count: number): string => `Each opens at ${formatPercent(1 / count)}.`;
