import type { BuyOrder, SellOrder } from '@mesh-markets/contract';
import type { DemoPerson } from './people.ts';
import type { Random } from './random.ts';

/** What a person sees before a trade. */
export interface Outlook {
  readonly person: DemoPerson;
  /** What is known, as a probability of every outcome. */
  readonly belief: readonly number[];
  readonly prices: readonly number[];
  readonly liquidity: number;
  readonly balance: number;
  /** Shares held, of every outcome. */
  readonly held: readonly number[];
}

/** Amounts as people type them. */
const AMOUNTS = [5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 100, 120, 150, 200, 250, 300, 400, 500, 750, 1_000];
/** Of the balance, in one trade. */
const LARGEST_PART = 0.1;
/** How far a price has to be above what one believes before one sells. */
const TOO_DEAR = 0.05;
/** A sale has to be worth the click. */
const SMALLEST_SALE = 5;

const logit = (probability: number): number => Math.log(probability / (1 - probability));
const fromLogit = (x: number): number => 1 / (1 + Math.exp(-x));

/** What this person makes of what is known. */
const estimate = ({ belief, person }: Outlook, random: Random): number[] => {
  const guesses = belief.map((probability) => fromLogit(logit(probability) + random.bell() * person.scatter));
  const sum = guesses.reduce((total, guess) => total + guess, 0);
  return guesses.map((guess) => guess / sum);
};

const typed = (credits: number): number => AMOUNTS.findLast((amount) => amount <= credits) ?? AMOUNTS[0]!;

/** Sells what has become too dear to keep, or else buys what is cheapest against one's own estimate. */
export const decideTrade = (outlook: Outlook, random: Random): BuyOrder | SellOrder => {
  const { prices, held, liquidity, balance, person } = outlook;
  const edges = estimate(outlook, random).map((guess, i) => guess - prices[i]!);
  const dearest = edges.findIndex((edge, i) => edge < -TOO_DEAR && held[i]! * prices[i]! > SMALLEST_SALE);
  if (dearest !== -1) {
    const part = random.next() < 0.4 ? 1 : 0.5;
    // Half in whole shares, but everything to the last millionth.
    const shares = part === 1 ? held[dearest]! : Math.max(1, Math.floor(held[dearest]! * part));
    if (shares <= held[dearest]!) return { action: 'SELL', outcome: dearest, shares };
  }
  const outcome = edges.indexOf(Math.max(...edges));
  const wanted = liquidity * edges[outcome]! * person.boldness * (0.4 + random.next());
  return { outcome, credits: typed(Math.min(wanted, balance * LARGEST_PART)) };
};
