import { ApiError, NetworkError } from '@mesh-markets/client';
import type { Action, ErrorCode } from '@mesh-markets/contract';
import { errorSentence } from '../../api/errors.ts';
import { formatCount, formatCredits, formatPercent, formatShares } from '../../lib/format.ts';
import { boundSentence } from './spendBound.ts';
import type { Preview, TicketDraft, TicketProblem } from './ticket.ts';

const cents = (price: number, round: (value: number) => number): string => {
  const perCent = price < 0.01 ? 100 : 10;
  // A float such as 6.3000000000000007 must not be lifted to the next tenth.
  const figure = round(Number((price * 100 * perCent).toFixed(6))) / perCent;
  return `${figure}¢`;
};

/** An average price with the decimals that matter: `62.4¢`, `0.42¢`. */
export const formatAveragePrice = (price: number): string => cents(price, Math.round);

/** The worst accepted price, rounded so that what is accepted is never worse than what is written. */
export const formatWorstPrice = (action: Action, price: number): string =>
  cents(price, action === 'BUY' ? Math.ceil : Math.floor);

/** `60 % → 65 %`, with as many decimals as it takes to see a difference. */
export const formatMove = (before: number, after: number): string => {
  const plain = [formatPercent(before), formatPercent(after)] as const;
  if (plain[0] !== plain[1] || before === after) return plain.join(' → ');
  const finer = [before, after].map((probability) => `${(probability * 100).toFixed(1)}\u202f%`);
  return finer.join(' → ');
};

/** `+56 %` and `−12 %`, for what a trade can gain. */
export const formatGain = (gain: number): string => {
  const percent = Math.round(gain * 100);
  return `${percent < 0 ? '−' : '+'}${formatCount(Math.abs(percent))}\u202f%`;
};

export const problemSentence = (problem: TicketProblem, draft: TicketDraft, label: string): string => {
  switch (problem.kind) {
    case 'EMPTY':
      return draft.action === 'BUY' ? 'Choose how many credits to spend.' : 'Choose how many shares to sell.';
    case 'NOT_A_NUMBER':
      return 'Write the amount as a number, for example 50.';
    case 'NOT_WHOLE':
      return 'Credits are whole numbers: leave the decimals out.';
    case 'TOO_MANY_DECIMALS':
      return 'A share has at most six decimals: shorten the number.';
    case 'TOO_SMALL':
      return draft.action === 'BUY'
        ? `Spend at least ${formatCredits(1)}.`
        : `These shares would bring less than ${formatCredits(1)}. Sell more of them at once.`;
    case 'TOO_LARGE':
      return `That is more than this market can take. ${formatCredits(problem.most)} is the most.`;
    case 'NOT_ENOUGH_CREDITS':
      return problem.balance === 0
        ? 'You have no credits left. Sell shares, or wait until a market pays you.'
        : `You have ${formatCredits(problem.balance)}. Lower the amount to fit.`;
    case 'OUT_OF_BOUNDS':
      return boundSentence(problem.bound);
    case 'NOT_ENOUGH_SHARES':
      return problem.held === 0
        ? `You hold no ${label} to sell.`
        : `You hold ${formatShares(problem.held)} ${label}. Sell that many or fewer.`;
  }
};

/** `Buy 78.4 YES for ₡50`, `Buy 117.1 “40 to 79” for ₡50`: what the one button does. */
export const actionSentence = (preview: Preview, label: string): string =>
  preview.action === 'BUY'
    ? `Buy ${formatShares(preview.shares)} ${label} for ${formatCredits(preview.credits)}`
    : `Sell ${formatShares(preview.shares)} ${label} for ${formatCredits(preview.credits)}`;

/**
 * A refused or lost order in words, where to say it, and what helps:
 * SEND_AGAIN the same order under the same key, CONFIRM_AGAIN a new order at the odds now on screen, WAIT, SIGN_IN, or
 * CHANGE something first.
 */
export interface TicketRefusal {
  readonly place: 'AMOUNT' | 'PRICE' | 'ORDER';
  readonly remedy: 'SEND_AGAIN' | 'CONFIRM_AGAIN' | 'WAIT' | 'SIGN_IN' | 'CHANGE';
  readonly sentence: string;
  readonly waitSeconds?: number;
}

type Ruling = Pick<TicketRefusal, 'place' | 'remedy'> & { readonly sentence?: string };

const rulings: Readonly<Partial<Record<ErrorCode, Ruling>>> = {
  SLIPPAGE: {
    place: 'PRICE',
    remedy: 'CONFIRM_AGAIN',
    sentence:
      'The odds moved past the worst price you accept before your order arrived. Nothing was spent. The figures show the new odds: confirm again, or accept a worse price.',
  },
  INSUFFICIENT_CREDITS: { place: 'AMOUNT', remedy: 'CHANGE' },
  INSUFFICIENT_SHARES: { place: 'AMOUNT', remedy: 'CHANGE' },
  TRADE_TOO_LARGE: { place: 'AMOUNT', remedy: 'CHANGE' },
  POSITION_TOO_LARGE: { place: 'AMOUNT', remedy: 'CHANGE' },
  AMOUNT_TOO_SMALL: { place: 'AMOUNT', remedy: 'CHANGE' },
  MARKET_CLOSED: {
    place: 'ORDER',
    remedy: 'CHANGE',
    sentence: 'This market closed before your order arrived. Nothing was spent.',
  },
  UNAUTHENTICATED: {
    place: 'ORDER',
    remedy: 'SIGN_IN',
    sentence: 'You have been signed out. Sign in to place this order.',
  },
  OVERLOADED: { place: 'ORDER', remedy: 'SEND_AGAIN' },
  UNAVAILABLE: { place: 'ORDER', remedy: 'SEND_AGAIN' },
  SHUTTING_DOWN: { place: 'ORDER', remedy: 'SEND_AGAIN' },
  INTERNAL: { place: 'ORDER', remedy: 'SEND_AGAIN' },
};

/** Why whoever decides a market cannot buy in it on this site. */
export const buyingRefusedSentence = (role: 'CREATOR' | 'ORACLE'): string =>
  `${role === 'CREATOR' ? 'You asked this question' : 'You are the oracle of this market'}, and on this site those who decide a market do not buy in it. You can sell what you hold.`;

export const ticketRefusal = (error: unknown): TicketRefusal => {
  if (error instanceof NetworkError) {
    return {
      place: 'ORDER',
      remedy: 'SEND_AGAIN',
      sentence:
        'No answer came back, so the order may or may not have gone through. Send it again: it cannot count twice.',
    };
  }
  if (!(error instanceof ApiError))
    return { place: 'ORDER', remedy: 'CHANGE', sentence: errorSentence(error) };
  if (error.code === 'RATE_LIMITED') {
    const waitSeconds = Math.max(1, Math.ceil(error.retryAfterSeconds ?? 5));
    return {
      place: 'ORDER',
      remedy: 'WAIT',
      sentence: 'You are trading faster than this site allows.',
      waitSeconds,
    };
  }
  const ruling = rulings[error.code] ?? { place: 'ORDER', remedy: 'CHANGE' };
  return { sentence: errorSentence(error), ...ruling };
};
