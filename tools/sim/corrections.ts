import type { UserId } from '@mesh-markets/contract';
import type { Correction, ModelBooks, ModelMarket, Resolution } from './model.ts';
import { payoutsOf, type Verdict } from './verdicts.ts';

/*
 * The definition of a correction (docs/design/resolution.md) in plain numbers: everybody is due what the new verdict gives them less what
 * they have had; what is due to them is paid, of what is due from them no more is taken than they hold, and the house stands in for the rest.
 */

interface Claim {
  /** Undefined for the house. */
  readonly user: UserId | undefined;
  readonly due: number;
  readonly asPayer: boolean;
}

export interface Move extends Claim {
  readonly moved: number;
}

/** Holders first, and whoever paid the subsidy last. */
const claimsOf = (market: ModelMarket, payouts: ReadonlyMap<UserId, number>, returned: number): Claim[] => {
  const people = new Set([...market.had.keys(), ...payouts.keys()]);
  const holders = [...people].map((user) => ({
    user,
    due: (payouts.get(user) ?? 0) - (market.had.get(user) ?? 0),
    asPayer: false,
  }));
  const payer = market.subsidyFrom === 'HOUSE' ? undefined : market.creator;
  return [...holders, { user: payer, due: returned - market.hadReturn, asPayer: true }];
};

export interface CorrectionSums {
  readonly resolution: Resolution;
  readonly correction: Correction;
  readonly moves: readonly Move[];
}

export const sumCorrection = (
  books: ModelBooks,
  market: ModelMarket,
  { kind, weights }: Verdict,
): CorrectionSums => {
  const payouts = payoutsOf(market, weights, market.escrowBefore);
  const owed = payouts.reduce((sum, [, credits]) => sum + credits, 0);
  const returned = market.escrowBefore - owed;
  const claims = claimsOf(market, new Map(payouts), returned);
  const purses = new Map<UserId | undefined, number>(books.wallets);
  for (const { user, due } of claims) if (due > 0) purses.set(user, (purses.get(user) ?? 0) + due);
  const moves = claims.map((claim): Move => {
    // The house gives all of it, from what is issued to it where it has less.
    if (claim.due >= 0 || claim.user === undefined) return { ...claim, moved: claim.due };
    const taken = Math.min(-claim.due, purses.get(claim.user)!);
    purses.set(claim.user, purses.get(claim.user)! - taken);
    return { ...claim, moved: taken === 0 ? 0 : -taken };
  });
  const sum = (amount: (move: Move) => number) => moves.reduce((total, move) => total + amount(move), 0);
  const missing = sum(({ moved, due }) => moved - due);
  const covered = missing - market.covered;
  const houseMoved = sum(({ user, moved }) => (user === undefined ? moved : 0));
  return {
    resolution: { kind, weights, paid: owed, holders: payouts.length, returned },
    correction: {
      paid: sum(({ moved }) => Math.max(0, moved)),
      taken: sum(({ moved }) => Math.max(0, -moved)),
      missing,
      covered,
      issued: Math.max(0, covered - houseMoved - books.house),
    },
    moves,
  };
};

/** Moves it on the model. The escrow starts and ends at 0. */
export const applyCorrection = (
  books: ModelBooks,
  market: ModelMarket,
  { resolution, correction, moves }: CorrectionSums,
): void => {
  for (const { user, moved, asPayer } of moves) {
    if (user === undefined) books.house += moved;
    else books.wallets.set(user, books.wallets.get(user)! + moved);
    market.escrow -= moved;
    if (asPayer) market.hadReturn += moved;
    else market.had.set(user!, (market.had.get(user!) ?? 0) + moved);
  }
  books.issuer -= correction.issued;
  books.issuedForCorrections += correction.issued;
  books.house += correction.issued - correction.covered;
  market.escrow += correction.covered;
  market.covered += correction.covered;
  market.resolutions.push({ ...resolution, correction });
  market.version += 1;
  market.touches += 1;
};
