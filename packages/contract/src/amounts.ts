import { z } from 'zod';

/** Shares are integer micro-shares inside and a JSON number with at most six decimals on the wire. */
export const MICRO_PER_SHARE = 1_000_000;

/** Basis points of a fractional resolution sum to exactly this. */
export const BASIS_POINTS = 10_000;

/** No single amount on the wire is larger; keeps every sum of a market a safe integer. */
export const MAX_CREDITS = 1_000_000_000;

/** No order moves more shares than this at once (MAX_CREDITS whole shares). */
export const MAX_SHARES = MAX_CREDITS;

/** An amount of credits a person types: a whole number of at least 1. One credit stands for a cent of play money. */
export const Credits = z
  .int('Must be a whole number of credits.')
  .min(1, 'Must be at least 1 credit.')
  .max(MAX_CREDITS, `Must be at most ${MAX_CREDITS} credits.`)
  .meta({ id: 'Credits', description: 'Whole credits, at least 1.' });

/** A balance or total: a whole number, never negative. */
export const Balance = z.int().min(0).meta({ id: 'Balance', description: 'Whole credits.' });

/** A signed movement of credits. */
export const SignedCredits = z
  .int()
  .meta({ id: 'SignedCredits', description: 'Whole credits; the sign says the direction.' });

const hasSixDecimals = (shares: number): boolean => {
  const micro = shares * MICRO_PER_SHARE;
  // The tolerance below would let through what rounds to no share at all.
  if (micro > 0 && Math.round(micro) < 1) return false;
  return Math.abs(micro - Math.round(micro)) <= Math.max(1e-3, Math.abs(micro) * 2 ** -50);
};

/** An amount of shares a person types: positive, at most six decimals. */
export const Shares = z
  .number()
  .positive('Must be more than 0 shares.')
  .max(MAX_SHARES, `Must be at most ${MAX_SHARES} shares.`)
  .refine(hasSixDecimals, 'Must have at most six decimals.')
  .meta({ id: 'Shares', description: 'Shares with at most six decimals.' });

/** A holding or total of shares: never negative. */
export const ShareTotal = z
  .number()
  .min(0)
  .meta({ id: 'ShareTotal', description: 'Shares with at most six decimals.' });

/** A probability or price as float64; strictly between 0 and 1 but for float64's own rounding at the ends. */
export const Probability = z.number().min(0).max(1).meta({ id: 'Probability' });

/** Exact for every value that passed {@link Shares}. */
export const sharesToMicro = (shares: number): number => Math.round(shares * MICRO_PER_SHARE);

export const microToShares = (micro: number): number => micro / MICRO_PER_SHARE;

/** Average price per share of a trade, from its exact figures. */
export const averagePrice = (cost: number, shares: number): number => Math.abs(cost) / shares;
