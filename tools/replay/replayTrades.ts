import { ApiError } from '@mesh-markets/client';
import { type MarketId, MICRO_PER_SHARE, microToShares, type Order } from '@mesh-markets/contract';
import type { Person } from './instance.ts';
import type { Project, SourceTrade } from './source.ts';
import { allowedCredits, SCALE } from './tolerances.ts';

/** Our cost of a recorded transaction against the recorded one, in credits. */
export interface Comparison {
  readonly what: string;
  readonly difference: number;
  readonly allowed: number;
}

export interface ReplayedTrades {
  readonly filled: number;
  /** Sales worth less than a credit, which the API refuses and the replay makes up for. */
  readonly dust: number;
  readonly refused: readonly string[];
  readonly comparisons: readonly Comparison[];
  /** Largest distance between our probability after a trade and the recorded one. */
  readonly probabilityDifference: number;
  /** What rounding and dust may have cost each person, in credits, by the person's name. */
  readonly allowance: ReadonlyMap<string, number>;
}

/** What one leg came to: our signed cost, or why there is none. */
type Outcome = { readonly cost: number; readonly probability: number } | { readonly refused: string };

/**
 * Turns recorded shares, which have any number of decimals, into whole millionths so that a person's holding is never off by more
 * than half a millionth: each order is the difference between two rounded holdings. Sold to the last, it is exactly 0.
 */
const createHoldings = () => {
  const held = new Map<string, number>();
  return ({ market, user, outcome, shares }: SourceTrade): number => {
    const key = `${market}/${user}/${outcome}`;
    const before = held.get(key) ?? 0;
    held.set(key, before + shares);
    const micro = (amount: number) => Math.round(amount * SCALE * MICRO_PER_SHARE);
    return microToShares(Math.abs(micro(before + shares) - micro(before)));
  };
};

const otherSide = { YES: 'NO', NO: 'YES' } as const;

const place = async (person: Person, id: MarketId, order: Order): Promise<Outcome> => {
  try {
    const { trade, probability } = await person.client.call('placeTrade', { params: { id }, body: order });
    return { cost: trade.cost, probability };
  } catch (error) {
    if (error instanceof ApiError) return { refused: error.code };
    throw error;
  }
};

/** Legs of one transaction follow each other. */
const transactionsOf = (trades: readonly SourceTrade[]): SourceTrade[][] => {
  const transactions: SourceTrade[][] = [];
  for (const trade of trades) {
    const last = transactions.at(-1);
    if (last !== undefined && last[0]!.txn === trade.txn && last[0]!.market === trade.market)
      last.push(trade);
    else transactions.push([trade]);
  }
  return transactions;
};

interface Leg {
  readonly trade: SourceTrade;
  readonly cost: number;
}

/**
 * The recorded figure that the legs we made are held against. Of a transaction in two legs only a total is recorded; a leg that
 * could not be made is taken out of it by its derived cost.
 */
const compare = (project: string, transaction: readonly SourceTrade[], made: readonly Leg[]): Comparison => {
  const first = transaction[0]!;
  const isGross = first.txnGross !== undefined;
  const figure = (cost: number): number => (isGross ? Math.abs(cost) : cost);
  const left = transaction.filter((trade) => !made.some((leg) => leg.trade === trade));
  const total = first.txnGross ?? first.txnNet ?? first.cost;
  const recorded = total - left.reduce((sum, { cost }) => sum + figure(cost), 0);
  const ours = made.reduce((sum, { cost }) => sum + figure(cost), 0);
  return {
    what: `${first.market} transaction ${first.txn}`,
    difference: ours - recorded * SCALE,
    allowed: allowedCredits(project, first, made.length),
  };
};

/**
 * Makes the recorded trades again, in order, by their shares, so that the state of every market stays the recorded one and the costs can
 * be compared to the credit.
 *
 * A sale worth less than a credit is refused, as it should be. Then as many shares of the other side are bought: that moves the
 * odds, and the person's net holding, by the same amount.
 */
export const replayTrades = async (
  project: Project,
  people: ReadonlyMap<string, Person>,
  markets: ReadonlyMap<string, MarketId>,
  onTrade: () => void,
): Promise<ReplayedTrades> => {
  const sharesOf = createHoldings();
  const refused: string[] = [];
  const comparisons: Comparison[] = [];
  const allowance = new Map<string, number>();
  const figures = { filled: 0, dust: 0, probabilityDifference: 0 };

  const replayLeg = async (trade: SourceTrade): Promise<Leg | undefined> => {
    const { user, market, outcome: side } = trade;
    const person = people.get(user)!;
    const id = markets.get(market)!;
    const shares = sharesOf(trade);
    const purchase: Order = { action: 'BUY', side, shares };
    const order: Order = trade.action === 'BUY' ? purchase : { action: 'SELL', side, shares };
    let outcome = await place(person, id, order);
    const isDust = 'refused' in outcome && outcome.refused === 'AMOUNT_TOO_SMALL';
    if (isDust) outcome = await place(person, id, { ...purchase, side: otherSide[side] });
    onTrade();
    if ('refused' in outcome) {
      refused.push(`${market} transaction ${trade.txn}: ${outcome.refused}`);
      return undefined;
    }
    const slack = allowedCredits(project.name, trade, 1) + (isDust ? shares : 0);
    allowance.set(user, (allowance.get(user) ?? 0) + slack);
    figures.filled += 1;
    figures.dust += isDust ? 1 : 0;
    const distance = Math.abs(outcome.probability - trade.probAfter);
    figures.probabilityDifference = Math.max(figures.probabilityDifference, distance);
    return isDust ? undefined : { trade, cost: outcome.cost };
  };

  for (const transaction of transactionsOf(project.trades)) {
    const made: Leg[] = [];
    for (const trade of transaction) {
      const leg = await replayLeg(trade);
      if (leg !== undefined) made.push(leg);
    }
    if (made.length > 0) comparisons.push(compare(project.name, transaction, made));
  }
  return { ...figures, refused, comparisons, allowance };
};
