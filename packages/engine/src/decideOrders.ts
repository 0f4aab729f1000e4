import {
  averagePrice,
  type IdempotencyKey,
  type Market,
  type MarketId,
  type MarketState,
  microToShares,
  type Order,
  sharesToMicro,
  type TradeAnswer,
  tradeId,
  type UserId,
} from '@mesh-markets/contract';
import { CurveDomainError, type CurveState, type Fill, lmsr } from '@mesh-markets/market-maker';
import { amountWords } from './amountWords.ts';
import type { EngineSettings } from './api.ts';
import { mismatch } from './idempotency.ts';
import { Refusal } from './refusal.ts';
import { checkTradeBounds, type TradeBounds } from './tradeBounds.ts';

/** A market as its lock found it. Decisions move it on, so each order sees the fills before it. */
export interface LockedMarket {
  readonly id: MarketId;
  readonly type: Market['type'];
  readonly creatorId: UserId;
  /** Who has accepted to decide it. */
  readonly oracleId: UserId | null;
  readonly state: MarketState;
  readonly closesAt: number;
  /** Its time, taken after the locks: the database's, and never before its last trade. In milliseconds. */
  readonly clock: number;
  readonly b: number;
  readonly phantomMicro: readonly number[];
  sharesMicro: number[];
  seq: number;
  version: number;
  volume: number;
  traderCount: number;
}

export interface LockedWallet {
  readonly userId: UserId;
  readonly handle: string;
  readonly name: string;
  balance: number;
}

/** Everything a batch decides on, all of it locked. */
export interface LockedBooks {
  readonly markets: Map<string, LockedMarket>;
  readonly wallets: Map<string, LockedWallet>;
  /** Micro-shares held, by `market/user/outcome`. */
  readonly holdings: Map<string, number>;
  /** Credits paid into a market and not taken out again, by `market/user`. */
  readonly paidIn: Map<string, number>;
  /** Who has traded in a market before, by `market/user`. */
  readonly traders: Set<string>;
  /** Stored answers, by `user/key`. */
  readonly answers: Map<string, { readonly hash: string; readonly answer: string }>;
}

export interface TradeOrder {
  readonly userId: UserId;
  readonly marketId: MarketId;
  readonly order: Order;
  readonly key: IdempotencyKey | undefined;
  /** Of the verb and its input; only with a key. */
  readonly hash: string | undefined;
  /** Whatever whoever gave the order wants back with its batch. */
  readonly mark?: unknown;
}

/** A row for the trade log. */
export interface TradeRow {
  readonly marketId: MarketId;
  readonly seq: number;
  readonly userId: UserId;
  readonly outcome: number;
  readonly sharesMicro: number;
  readonly credits: number;
  /** The trader named the shares and the credits followed; otherwise the other way round. */
  readonly byShares: boolean;
  readonly probabilityBefore: number;
  readonly probabilities: readonly number[];
  /** In milliseconds. */
  readonly at: number;
}

export type Decision =
  | { readonly kind: 'filled'; readonly row: TradeRow; readonly answer: TradeAnswer; readonly text: string }
  | { readonly kind: 'replayed'; readonly answer: TradeAnswer }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** @throws Refusal VALIDATION_FAILED when the market has no such outcome. */
export const outcomeOf = (market: Pick<LockedMarket, 'type' | 'sharesMicro'>, order: Order): number => {
  if (order.side !== undefined) {
    if (market.type !== 'BINARY') {
      throw new Refusal(
        'VALIDATION_FAILED',
        'This market has labelled outcomes: name one by its index in "outcome".',
      );
    }
    return order.side === 'YES' ? 0 : 1;
  }
  if (order.outcome === undefined || order.outcome >= market.sharesMicro.length) {
    throw new Refusal('VALIDATION_FAILED', `This market has outcomes 0 to ${market.sharesMicro.length - 1}.`);
  }
  return order.outcome;
};

const fillOf = (state: CurveState, outcome: number, order: Order): Fill => {
  if ('credits' in order) return lmsr.buyForSpend(state, outcome, order.credits);
  const sharesMicro = sharesToMicro(order.shares);
  return order.action === 'SELL'
    ? lmsr.sellShares(state, outcome, sharesMicro)
    : lmsr.buyShares(state, outcome, sharesMicro);
};

/**
 * What an order does at a market's present pools.
 * @throws Refusal VALIDATION_FAILED for an amount no market of this size can take
 */
export const priceOrder = (
  market: Pick<LockedMarket, 'b' | 'phantomMicro' | 'sharesMicro'>,
  outcome: number,
  order: Order,
): Fill => {
  const sharesMicro = market.sharesMicro.map((owned, i) => owned + market.phantomMicro[i]!);
  try {
    return fillOf({ liquidity: market.b, sharesMicro }, outcome, order);
  } catch (error) {
    if (error instanceof CurveDomainError)
      throw new Refusal('VALIDATION_FAILED', 'The amount is too large for this market.');
    throw error;
  }
};

const slippage = (sentence: string, facts: Record<string, number>): Refusal =>
  new Refusal('SLIPPAGE', sentence, { facts });

/**
 * Whether a fill is worth anything and within the bounds the trader set.
 * @throws Refusal AMOUNT_TOO_SMALL, SLIPPAGE (in this order)
 */
export const checkBounds = (order: Order, fill: Fill): void => {
  const { credits, priceBefore: probability } = fill;
  if (order.action === 'SELL') {
    if (credits < 1)
      throw new Refusal(
        'AMOUNT_TOO_SMALL',
        'These shares are worth less than one credit now. Sell more at once.',
      );
    if (order.minCredits !== undefined && credits < order.minCredits) {
      throw slippage(
        `The sale now pays ${amountWords(credits)}, less than the ${amountWords(order.minCredits)} you accept.`,
        {
          credits,
          probability,
        },
      );
    }
  } else if ('shares' in order) {
    if (order.maxCredits !== undefined && credits > order.maxCredits) {
      throw slippage(
        `${order.shares} shares now cost ${amountWords(credits)}, more than the ${amountWords(order.maxCredits)} you accept.`,
        { credits, probability },
      );
    }
  } else {
    if (fill.sharesMicro < 1)
      throw new Refusal('AMOUNT_TOO_SMALL', 'This buys less than a millionth of a share. Spend more.');
    if (order.minShares !== undefined && fill.sharesMicro < Math.floor(sharesToMicro(order.minShares))) {
      const shares = microToShares(fill.sharesMicro);
      throw slippage(
        `${amountWords(order.credits)} now buys ${shares} shares, fewer than the ${order.minShares} you accept.`,
        { shares, probability },
      );
    }
  }
};

const checkShares = (held: number, wanted: number): void => {
  if (held >= sharesToMicro(wanted)) return;
  const shares = microToShares(held);
  throw new Refusal('INSUFFICIENT_SHARES', `You hold ${shares} shares of this outcome.`, {
    facts: { shares },
  });
};

const checkCredits = ({ balance }: LockedWallet, cost: number): void => {
  if (balance >= cost) return;
  throw new Refusal(
    'INSUFFICIENT_CREDITS',
    `You have ${amountWords(balance)}; this costs ${amountWords(cost)}.`,
    {
      facts: { balance },
    },
  );
};

/** Prices an order once it is known that its trader can give what it names; a number of shares costs what the price says. */
const fillFor = (market: LockedMarket, wallet: LockedWallet, held: number, outcome: number, order: Order) => {
  if (order.action === 'SELL') checkShares(held, order.shares);
  else if ('credits' in order) checkCredits(wallet, order.credits);
  const fill = priceOrder(market, outcome, order);
  if (order.action !== 'SELL') checkCredits(wallet, fill.credits);
  checkBounds(order, fill);
  return fill;
};

/** Moves the locked books on by one fill. Every figure is asserted by the database again when the row is written. */
const applyFill = (books: LockedBooks, market: LockedMarket, wallet: LockedWallet, row: TradeRow): void => {
  market.sharesMicro[row.outcome]! += row.sharesMicro;
  market.seq = row.seq;
  market.version += 1;
  market.volume += Math.abs(row.credits);
  const trader = `${market.id}/${wallet.userId}`;
  if (!books.traders.has(trader)) {
    books.traders.add(trader);
    market.traderCount += 1;
  }
  wallet.balance -= row.credits;
  books.paidIn.set(trader, (books.paidIn.get(trader) ?? 0) + row.credits);
  const holding = `${trader}/${row.outcome}`;
  books.holdings.set(holding, (books.holdings.get(holding) ?? 0) + row.sharesMicro);
  if (wallet.balance < 0 || market.sharesMicro[row.outcome]! < 0)
    throw new Error(`trade ${market.id}-${row.seq} would overdraw`);
};

const answerOf = (
  books: LockedBooks,
  market: LockedMarket,
  wallet: LockedWallet,
  row: TradeRow,
  fill: Fill,
): TradeAnswer => {
  const bought = row.sharesMicro > 0;
  return {
    trade: {
      id: tradeId(market.id, row.seq),
      marketId: market.id,
      seq: row.seq,
      user: { id: wallet.userId, handle: wallet.handle, name: wallet.name },
      action: bought ? 'BUY' : 'SELL',
      outcome: row.outcome,
      ...(market.type === 'BINARY' ? { side: row.outcome === 0 ? ('YES' as const) : ('NO' as const) } : {}),
      shares: microToShares(Math.abs(row.sharesMicro)),
      cost: row.credits,
      price: averagePrice(row.credits, microToShares(Math.abs(row.sharesMicro))),
      probabilityBefore: fill.priceBefore,
      probabilityAfter: fill.priceAfter,
      createdAt: new Date(row.at).toISOString(),
    },
    market: {
      id: market.id,
      version: market.version,
      state: market.state,
      outcomes: market.sharesMicro.map((micro, index) => ({
        index,
        shares: microToShares(micro),
        probability: row.probabilities[index]!,
      })),
      probability: row.probabilities[0]!,
      volume: market.volume,
      traderCount: market.traderCount,
      tradeCount: market.seq,
    },
    probability: row.probabilities[0]!,
    balance: wallet.balance,
    holding: microToShares(books.holdings.get(`${market.id}/${wallet.userId}/${row.outcome}`)!),
  };
};

/** Who may buy in a market that they decide, and how much anybody may buy. */
export type TradeRules = Pick<EngineSettings, 'creatorsTrade' | 'oraclesTrade'> & TradeBounds;

/** What a resolver holds may always be sold: the rule may be newer than the holding. @throws Refusal RESOLVERS_DO_NOT_TRADE */
const checkResolver = (
  { creatorId, oracleId }: LockedMarket,
  userId: UserId,
  order: Order,
  { creatorsTrade, oraclesTrade }: TradeRules,
): void => {
  if (order.action === 'SELL') return;
  if (!creatorsTrade && userId === creatorId)
    throw new Refusal(
      'RESOLVERS_DO_NOT_TRADE',
      'You asked this question, and here nobody buys in a market of their own. You can sell what you hold.',
    );
  if (!oraclesTrade && userId === oracleId)
    throw new Refusal(
      'RESOLVERS_DO_NOT_TRADE',
      'You are the oracle of this market, and here oracles do not buy in it. You can sell what you hold.',
    );
};

const decideOrder = (
  books: LockedBooks,
  { userId, marketId, order, key, hash }: TradeOrder,
  rules: TradeRules,
): Decision => {
  const stored = key === undefined ? undefined : books.answers.get(`${userId}/${key}`);
  if (stored) {
    if (stored.hash !== hash) throw mismatch();
    return { kind: 'replayed', answer: JSON.parse(stored.answer) as TradeAnswer };
  }
  const market = books.markets.get(marketId);
  if (!market) throw new Refusal('NOT_FOUND', 'There is no such market.');
  const wallet = books.wallets.get(userId);
  if (!wallet) throw new Refusal('NOT_FOUND', 'There is no such account.');
  const outcome = outcomeOf(market, order);
  if (market.state !== 'OPEN' || market.clock >= market.closesAt) throw new Refusal('MARKET_CLOSED');
  checkResolver(market, userId, order, rules);
  const held = books.holdings.get(`${marketId}/${userId}/${outcome}`) ?? 0;
  const fill = fillFor(market, wallet, held, outcome, order);
  const sold = order.action === 'SELL';
  if (!sold) checkTradeBounds(rules, fill.credits, books.paidIn.get(`${marketId}/${userId}`) ?? 0);
  const row: TradeRow = {
    marketId,
    seq: market.seq + 1,
    userId,
    outcome,
    sharesMicro: sold ? -fill.sharesMicro : fill.sharesMicro,
    credits: sold ? -fill.credits : fill.credits,
    byShares: 'shares' in order,
    probabilityBefore: fill.priceBefore,
    probabilities: lmsr.prices(fill.next),
    at: market.clock,
  };
  applyFill(books, market, wallet, row);
  const answer = answerOf(books, market, wallet, row, fill);
  const text = JSON.stringify(answer);
  if (key !== undefined && hash !== undefined) books.answers.set(`${userId}/${key}`, { hash, answer: text });
  return { kind: 'filled', row, answer, text };
};

/**
 * Decides a batch of orders one after the other, each at the pools the one before it left. Pure but for `books`, which it
 * moves on. A refused order drops out alone. Refusals, in this order: IDEMPOTENCY_MISMATCH, NOT_FOUND, VALIDATION_FAILED,
 * MARKET_CLOSED, RESOLVERS_DO_NOT_TRADE, INSUFFICIENT_SHARES or INSUFFICIENT_CREDITS, VALIDATION_FAILED (too large), AMOUNT_TOO_SMALL, SLIPPAGE,
 * TRADE_TOO_LARGE, POSITION_TOO_LARGE. An order for a number of shares has to be priced before its cost can be compared with the wallet, so there too large comes first.
 */
export const decideOrders = (
  books: LockedBooks,
  orders: readonly TradeOrder[],
  rules: TradeRules,
): Decision[] =>
  orders.map((order) => {
    try {
      return decideOrder(books, order, rules);
    } catch (error) {
      if (error instanceof Refusal) return { kind: 'refused', refusal: error };
      throw error;
    }
  });
