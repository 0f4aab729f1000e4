import { localQuote } from '@mesh-markets/client';
import {
  type Action,
  averagePrice,
  BASIS_POINTS,
  BuyOrder,
  MAX_CREDITS,
  MAX_SHARES,
  type Market,
  microToShares,
  type Order,
  type Quote,
  SellOrder,
  sharesToMicro,
} from '@mesh-markets/contract';
import type { SpendBound } from './spendBound.ts';

/** What a person has set on the ticket. The amount is as typed: credits for a buy, shares for a sale. */
export interface TicketDraft {
  readonly action: Action;
  readonly outcome: number;
  readonly amount: string;
  /** How much worse than the quote the average price may get, in hundredths of a percent. */
  readonly toleranceBasisPoints: number;
}

/** What the person has to trade with; no balance while signed out. */
export interface Means {
  readonly balance: number | undefined;
  readonly sharesHeld: number;
  readonly costBasis: number;
  /** What the operator lets this person spend on one purchase. */
  readonly bound?: SpendBound | undefined;
}

export const TOLERANCES = [100, 200, 500, 1000, 2500] as const;
export const DEFAULT_TOLERANCE = 500;

/** Why an order cannot be sent as it stands. */
export type TicketProblem =
  | { readonly kind: 'EMPTY' }
  | { readonly kind: 'NOT_A_NUMBER' }
  | { readonly kind: 'NOT_WHOLE' }
  | { readonly kind: 'TOO_MANY_DECIMALS' }
  | { readonly kind: 'TOO_SMALL' }
  | { readonly kind: 'TOO_LARGE'; readonly most: number }
  | { readonly kind: 'NOT_ENOUGH_CREDITS'; readonly balance: number }
  | { readonly kind: 'OUT_OF_BOUNDS'; readonly bound: SpendBound }
  | { readonly kind: 'NOT_ENOUGH_SHARES'; readonly held: number };

interface PreviewFigures {
  /** Ready to send, with the worst accepted result in it. */
  readonly order: Order;
  readonly shares: number;
  /** Credits that change hands, without a sign. */
  readonly credits: number;
  /** What is really paid or received per share, after rounding. */
  readonly averagePrice: number;
  /** The average price at which the order is refused if it gets any worse. */
  readonly worstPrice: number;
  readonly probabilityBefore: number;
  readonly probabilityAfter: number;
  readonly balanceAfter: number | undefined;
}

export interface BuyPreview extends PreviewFigures {
  readonly action: 'BUY';
  /** Credits these shares pay if the outcome happens, and that gain over the credits spent (1 is +100 %). */
  readonly payout: number;
  readonly gain: number;
}

export interface SellPreview extends PreviewFigures {
  readonly action: 'SELL';
  readonly sharesLeft: number;
  /** Over the average cost of the shares sold. */
  readonly profit: number;
}

export type Preview = BuyPreview | SellPreview;

export interface Evaluation {
  readonly problem?: TicketProblem;
  /** Shown even where the balance does not reach, so that a person sees what it would take. */
  readonly preview?: Preview;
}

const groupedDigits = /^\d{1,3}([, ]\d{3})+(?=\.|$)/;

/** Reads "1,000", "1 000" and "12.5". A comma elsewhere is no decimal point here, so it is refused rather than guessed. */
export const parseAmount = (action: Action, typed: string): number | TicketProblem => {
  const text = typed.trim().replace(/[\u00a0\u202f]/g, ' ');
  if (text === '') return { kind: 'EMPTY' };
  const digits = groupedDigits.test(text) ? text.replace(/[, ]/g, '') : text;
  if (!/^\d+(\.\d*)?$|^\.\d+$/.test(digits)) return { kind: 'NOT_A_NUMBER' };
  const decimals = digits.split('.')[1]?.replace(/0+$/, '').length ?? 0;
  if (action === 'BUY' && decimals > 0) return { kind: 'NOT_WHOLE' };
  if (decimals > 6) return { kind: 'TOO_MANY_DECIMALS' };
  const amount = Number(digits);
  if (amount === 0) return { kind: 'TOO_SMALL' };
  const most = action === 'BUY' ? MAX_CREDITS : MAX_SHARES;
  return amount > most ? { kind: 'TOO_LARGE', most } : amount;
};

const ceilDivide = (numerator: bigint, denominator: bigint): bigint =>
  (numerator + denominator - 1n) / denominator;

/**
 * The fewest shares that keep the average price within the tolerance of the quoted one, and under what a share can
 * pay at best. Exact and rounded up: a bound may come out a hair stricter than what the ticket says, never looser.
 */
export const fewestShares = (shares: number, credits: number, toleranceBasisPoints: number): number => {
  const scale = BigInt(BASIS_POINTS);
  const micro = BigInt(sharesToMicro(shares)) * scale;
  const tolerated = microToShares(Number(ceilDivide(micro, scale + BigInt(toleranceBasisPoints))));
  return Math.max(tolerated, Math.min(shares, credits));
};

/** The fewest credits for a sale whose average price stays within the tolerance; rounded up like `fewestShares`. */
export const fewestCredits = (credits: number, toleranceBasisPoints: number): number => {
  const scale = BigInt(BASIS_POINTS);
  return Number(ceilDivide(BigInt(credits) * (scale - BigInt(toleranceBasisPoints)), scale));
};

const buyPreview = (
  draft: TicketDraft,
  credits: number,
  quote: Quote,
  balance: number | undefined,
): BuyPreview => {
  const minShares = fewestShares(quote.shares, credits, draft.toleranceBasisPoints);
  const payout = Math.floor(quote.shares);
  return {
    action: 'BUY',
    order: { outcome: draft.outcome, credits, minShares },
    shares: quote.shares,
    credits,
    averagePrice: averagePrice(credits, quote.shares),
    worstPrice: averagePrice(credits, minShares),
    probabilityBefore: quote.probabilityBefore,
    probabilityAfter: quote.probabilityAfter,
    balanceAfter: balance === undefined ? undefined : balance - credits,
    payout,
    gain: (payout - credits) / credits,
  };
};

const sellPreview = (draft: TicketDraft, shares: number, quote: Quote, means: Means): SellPreview => {
  const credits = -quote.cost;
  const minCredits = fewestCredits(credits, draft.toleranceBasisPoints);
  const sharesLeft = Math.max(0, microToShares(sharesToMicro(means.sharesHeld) - sharesToMicro(shares)));
  const costOfSold = means.sharesHeld === 0 ? 0 : (means.costBasis * shares) / means.sharesHeld;
  return {
    action: 'SELL',
    order: { action: 'SELL', outcome: draft.outcome, shares, minCredits },
    shares,
    credits,
    averagePrice: averagePrice(credits, shares),
    worstPrice: averagePrice(minCredits, shares),
    probabilityBefore: quote.probabilityBefore,
    probabilityAfter: quote.probabilityAfter,
    balanceAfter: means.balance === undefined ? undefined : means.balance + credits,
    sharesLeft,
    profit: credits - Math.round(costOfSold),
  };
};

type Curve = Pick<Market, 'b' | 'outcomes'>;

/** Undefined where the amount is outside what the curve can price. */
const quoteOf = (market: Curve, order: Order): Quote | undefined => {
  try {
    return localQuote(market, order);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};

const evaluateBuy = (market: Curve, draft: TicketDraft, credits: number, means: Means): Evaluation => {
  const quote = quoteOf(market, BuyOrder.parse({ outcome: draft.outcome, credits }));
  if (quote === undefined) return { problem: { kind: 'TOO_LARGE', most: means.balance ?? MAX_CREDITS } };
  if (quote.shares === 0) return { problem: { kind: 'TOO_SMALL' } };
  const preview = buyPreview(draft, credits, quote, means.balance);
  const { balance, bound } = means;
  if (balance !== undefined && credits > balance)
    return { preview, problem: { kind: 'NOT_ENOUGH_CREDITS', balance } };
  if (bound !== undefined && credits > bound.credits)
    return { preview, problem: { kind: 'OUT_OF_BOUNDS', bound } };
  return { preview };
};

const evaluateSale = (market: Curve, draft: TicketDraft, shares: number, means: Means): Evaluation => {
  if (shares > means.sharesHeld) {
    return { problem: { kind: 'NOT_ENOUGH_SHARES', held: means.sharesHeld } };
  }
  const quote = quoteOf(market, SellOrder.parse({ action: 'SELL', outcome: draft.outcome, shares }));
  // The market on screen can be older than the holding: then there is nothing to preview until the next answer.
  if (quote === undefined) return { problem: { kind: 'NOT_ENOUGH_SHARES', held: means.sharesHeld } };
  if (quote.cost === 0) return { problem: { kind: 'TOO_SMALL' } };
  return { preview: sellPreview(draft, shares, quote, means) };
};

/** What the ticket says right now: the same arithmetic and rounding as the server, at the odds on screen. */
export const evaluateTicket = (market: Curve, draft: TicketDraft, means: Means): Evaluation => {
  const amount = parseAmount(draft.action, draft.amount);
  if (typeof amount !== 'number') return { problem: amount };
  return draft.action === 'BUY'
    ? evaluateBuy(market, draft, amount, means)
    : evaluateSale(market, draft, amount, means);
};
