import {
  BASIS_POINTS,
  DEFAULT_LIQUIDITY,
  type ErrorCode,
  type Order,
  sharesToMicro,
  type UserId,
} from '@mesh-markets/contract';
import { CurveDomainError, type Fill, lmsr } from '@mesh-markets/market-maker';
import {
  type CloseCommand,
  type Command,
  type CreateMarketCommand,
  isKeyed,
  keyOf,
  type PreviewCommand,
  type ResolveCommand,
  requestOf,
  type TradeCommand,
} from './commands.ts';
import {
  type Change,
  curveOf,
  type Figures,
  heldBy,
  type ModelBooks,
  type ModelMarket,
  pricesOf,
  type Resolution,
  type StoredAnswer,
} from './model.ts';

/** What a command meets that the books themselves do not say. */
export interface Circumstances {
  /** The database's time, in milliseconds. */
  readonly now: number;
  /** Whether the command's market is closed, where the books of the moment may be behind or ahead. */
  readonly closed?: boolean | undefined;
  /** What is stored under the command's key, null for nothing; by default what the books hold. */
  readonly stored?: StoredAnswer | null | undefined;
}

export type Decision =
  | { readonly kind: 'done'; readonly figures: Figures; readonly change: Change }
  | { readonly kind: 'replayed'; readonly figures: Figures }
  | { readonly kind: 'refused'; readonly code: ErrorCode };

/** Thrown and caught within this file, so that each verb reads as one line of checks in their documented order. No
 * Error: a stack for each of the many refusals of a run would take most of its time. */
class Refused {
  readonly code: ErrorCode;
  constructor(code: ErrorCode) {
    this.code = code;
  }
}

const refuse = (code: ErrorCode): never => {
  throw new Refused(code);
};
const must = (holds: boolean, code: ErrorCode): void => {
  if (!holds) refuse(code);
};
const read = (figures: Figures): Decision => ({ kind: 'done', figures, change: { what: 'nothing' } });

const isClosed = (market: ModelMarket, { now, closed }: Circumstances): boolean =>
  closed ?? (market.state !== 'OPEN' || now >= market.closesAt);

const outcomeOf = (market: ModelMarket, { side, outcome }: Pick<Order, 'side' | 'outcome'>): number => {
  if (side !== undefined) {
    must(market.type === 'BINARY', 'VALIDATION_FAILED');
    return side === 'YES' ? 0 : 1;
  }
  must(outcome! < market.pools.length, 'VALIDATION_FAILED');
  return outcome!;
};

export const priceOf = (market: ModelMarket, outcome: number, order: Order): Fill => {
  try {
    if ('credits' in order) return lmsr.buyForSpend(curveOf(market), outcome, order.credits);
    const micro = sharesToMicro(order.shares);
    return order.action === 'SELL'
      ? lmsr.sellShares(curveOf(market), outcome, micro)
      : lmsr.buyShares(curveOf(market), outcome, micro);
  } catch (error) {
    if (error instanceof CurveDomainError) return refuse('VALIDATION_FAILED');
    throw error;
  }
};

const checkBounds = (order: Order, { credits, sharesMicro }: Fill): void => {
  if ('credits' in order) {
    must(sharesMicro >= 1, 'AMOUNT_TOO_SMALL');
    must(sharesMicro >= Math.floor(sharesToMicro(order.minShares ?? 0)), 'SLIPPAGE');
  } else if (order.action === 'SELL') {
    must(credits >= 1, 'AMOUNT_TOO_SMALL');
    must(credits >= (order.minCredits ?? 0), 'SLIPPAGE');
  } else {
    must(credits <= (order.maxCredits ?? Number.POSITIVE_INFINITY), 'SLIPPAGE');
  }
};

/** What a fill leaves behind, as the answer tells it. */
const tradeFigures = (market: ModelMarket, user: UserId, balance: number, fill: Fill, sign: 1 | -1) => {
  const pools = market.pools.slice();
  pools[fill.outcome]! += sign * fill.sharesMicro;
  const probabilities = pricesOf({ ...market, pools });
  return {
    seq: market.log.length + 1,
    outcome: fill.outcome,
    shares: sign * fill.sharesMicro,
    credits: sign * fill.credits,
    before: fill.priceBefore,
    after: fill.priceAfter,
    balance: balance - sign * fill.credits,
    holding: heldBy(market, user, fill.outcome) + sign * fill.sharesMicro,
    version: market.version + 1,
    volume: market.volume + fill.credits,
    traders: new Set([...market.traders, user]).size,
    pools,
    probabilities,
  };
};

const decideTrade = (books: ModelBooks, command: TradeCommand, around: Circumstances): Decision => {
  const { user, order } = command;
  const market = books.markets.get(command.market) ?? refuse('NOT_FOUND');
  const balance = books.wallets.get(user) ?? refuse('NOT_FOUND');
  const outcome = outcomeOf(market, order);
  must(!isClosed(market, around), 'MARKET_CLOSED');
  const sells = order.action === 'SELL';
  const { creatorsTrade, oraclesTrade } = books.settings;
  must(sells || creatorsTrade || user !== market.creator, 'RESOLVERS_DO_NOT_TRADE');
  must(sells || oraclesTrade || user !== market.oracle, 'RESOLVERS_DO_NOT_TRADE');
  if (sells) must(heldBy(market, user, outcome) >= sharesToMicro(order.shares), 'INSUFFICIENT_SHARES');
  if ('credits' in order) must(balance >= order.credits, 'INSUFFICIENT_CREDITS');
  const fill = priceOf(market, outcome, order);
  if (!sells) must(balance >= fill.credits, 'INSUFFICIENT_CREDITS');
  checkBounds(order, fill);
  const figures = tradeFigures(market, user, balance, fill, sells ? -1 : 1);
  const trade = {
    user,
    outcome,
    shares: figures.shares,
    credits: figures.credits,
    byShares: 'shares' in order,
  };
  return { kind: 'done', figures, change: { what: 'trade', market, trade } };
};

const decideQuote = (
  books: ModelBooks,
  command: Command & { verb: 'quote' },
  around: Circumstances,
): Decision => {
  const { order } = command;
  const market = books.markets.get(command.market) ?? refuse('NOT_FOUND');
  const outcome = outcomeOf(market, order);
  must(!isClosed(market, around), 'MARKET_CLOSED');
  const sells = order.action === 'SELL';
  if (sells) must(sharesToMicro(order.shares) <= market.pools[outcome]!, 'INSUFFICIENT_SHARES');
  const fill = priceOf(market, outcome, order);
  checkBounds(order, fill);
  return read({
    outcome,
    shares: fill.sharesMicro,
    credits: sells ? -fill.credits : fill.credits,
    before: fill.priceBefore,
    after: fill.priceAfter,
    probability: lmsr.prices(fill.next)[0]!,
  });
};

const openingOdds = ({ initialProbability }: CreateMarketCommand['body'], outcomes: number): number[] => {
  if (Array.isArray(initialProbability)) return initialProbability;
  if (initialProbability !== undefined) return [initialProbability, 1 - initialProbability];
  return Array.from({ length: outcomes }, () => 1 / outcomes);
};

const decideCreateMarket = (
  books: ModelBooks,
  { user, body }: CreateMarketCommand,
  around: Circumstances,
): Decision => {
  const closesAt = Date.parse(body.closesAt);
  must(closesAt > around.now, 'VALIDATION_FAILED');
  must(body.oracleId !== user, 'VALIDATION_FAILED');
  must(body.oracleId === undefined || books.wallets.has(body.oracleId), 'NOT_FOUND');
  const outcomes = body.outcomes?.length ?? 2;
  const opening = lmsr.open(body.b ?? DEFAULT_LIQUIDITY, openingOdds(body, outcomes));
  const { subsidyFrom } = books.settings;
  const purse = subsidyFrom === 'HOUSE' ? books.house : books.wallets.get(user)!;
  must(purse >= opening.subsidyCredits, 'INSUFFICIENT_CREDITS');
  const market: Omit<ModelMarket, 'id'> = {
    type: body.outcomes ? 'MULTIPLE' : 'BINARY',
    creator: user,
    oracle: undefined,
    asked: body.oracleId,
    b: opening.state.liquidity,
    phantom: opening.phantomMicro,
    subsidy: opening.subsidyCredits,
    subsidyFrom,
    closesAt,
    pools: Array.from({ length: outcomes }, () => 0),
    log: [],
    positions: new Map(),
    traders: new Set(),
    escrow: opening.subsidyCredits,
    volume: 0,
    version: 0,
    state: 'OPEN',
    resolution: undefined,
  };
  return {
    kind: 'done',
    figures: { ...marketFigures(market), phantom: market.phantom },
    change: { what: 'market', market },
  };
};

export const marketFigures = (market: Omit<ModelMarket, 'id'>): Figures => ({
  subsidy: market.subsidy,
  version: market.version,
  trades: market.log.length,
  volume: market.volume,
  traders: market.traders.size,
  pools: market.pools.slice(),
  probabilities: pricesOf(market),
});

const mayClose = (books: ModelBooks, market: ModelMarket, user: UserId): boolean =>
  market.creator === user || market.oracle === user || books.admins.has(user);

/** Somebody who decides for others must have nothing to gain by it. */
const hasStake = ({ positions, pools }: ModelMarket, user: UserId): boolean => {
  const own = pools.flatMap((_, outcome) => positions.get(`${user}/${outcome}`) ?? []);
  return (
    own.some(({ shares }) => shares > 0) ||
    own.reduce((sum, { paid, received }) => sum + paid - received, 0) !== 0
  );
};

const mayResolve = (books: ModelBooks, market: ModelMarket, user: UserId): boolean =>
  mayClose(books, market, user) &&
  (market.creator === user || market.oracle === user || !hasStake(market, user));

const decideClose = (books: ModelBooks, command: CloseCommand, around: Circumstances): Decision => {
  const market = books.markets.get(command.market)!;
  must(mayClose(books, market, command.user), 'FORBIDDEN');
  must(market.state !== 'RESOLVED', 'ALREADY_RESOLVED');
  must(!isClosed(market, around), 'MARKET_CLOSED');
  const figures = { ...marketFigures(market), version: market.version + 1, state: 'CLOSED' };
  return { kind: 'done', figures, change: { what: 'closing', market } };
};

/** Weights in basis points, or undefined for a void. */
const weightsOf = (market: ModelMarket, { outcome, weights }: ResolveCommand['body']) => {
  if (weights !== undefined) {
    must(weights.length === market.pools.length, 'VALIDATION_FAILED');
    return weights;
  }
  if (outcome === 'N_A') return undefined;
  const index =
    typeof outcome === 'string' ? outcomeOf(market, { side: outcome }) : outcomeOf(market, { outcome });
  return market.pools.map((_, i) => (i === index ? BASIS_POINTS : 0));
};

/** Sums of a market's positions by person. */
const byPerson = (market: ModelMarket, amount: (outcome: number, key: string) => bigint) => {
  const sums = new Map<UserId, bigint>();
  for (const key of market.positions.keys()) {
    const [user, outcome] = key.split('/') as [UserId, string];
    sums.set(user, (sums.get(user) ?? 0n) + amount(Number(outcome), key));
  }
  return sums;
};

const DIVISOR = BigInt(BASIS_POINTS) * 1_000_000n;

/** The rule of a resolution: floor(shares times weight), or the net payments back, pro rata where the escrow holds less. */
const payoutsOf = (market: ModelMarket, weights: readonly number[] | undefined): [UserId, number][] => {
  const positions = market.positions;
  if (weights !== undefined) {
    const shares = byPerson(market, (o, key) => BigInt(positions.get(key)!.shares) * BigInt(weights[o]!));
    return [...shares].map(([user, sum]) => [user, Number(sum / DIVISOR)]);
  }
  const nets = byPerson(market, (_, key) => BigInt(positions.get(key)!.paid - positions.get(key)!.received));
  const owed = [...nets].filter(([, net]) => net > 0n);
  const total = owed.reduce((sum, [, net]) => sum + net, 0n);
  const escrow = BigInt(market.escrow);
  return owed.map(([user, net]) => [user, Number(total <= escrow ? net : (net * escrow) / total)]);
};

const resolutionOf = (market: ModelMarket, body: ResolveCommand['body']) => {
  const weights = weightsOf(market, body);
  const payouts = payoutsOf(market, weights).filter(([, amount]) => amount > 0);
  const paid = payouts.reduce((sum, [, amount]) => sum + amount, 0);
  const kind = weights === undefined ? 'N_A' : body.weights === undefined ? 'OUTCOME' : 'WEIGHTED';
  const figures = { paid, holders: payouts.length, returned: market.escrow - paid };
  return { payouts, figures, resolution: { kind, ...figures } satisfies Resolution };
};

const decideResolve = (books: ModelBooks, command: ResolveCommand, around: Circumstances): Decision => {
  const market = books.markets.get(command.market)!;
  must(mayResolve(books, market, command.user), 'FORBIDDEN');
  must(market.state !== 'RESOLVED', 'ALREADY_RESOLVED');
  must(isClosed(market, around), 'MARKET_NOT_CLOSED');
  const { payouts, figures, resolution } = resolutionOf(market, command.body);
  // Closed once and resolved once, whoever closed it.
  const version = market.log.length + 2;
  return {
    kind: 'done',
    figures: { ...marketFigures(market), version, state: 'RESOLVED', ...figures },
    change: { what: 'resolution', market, resolution, payouts },
  };
};

const decidePreview = (books: ModelBooks, command: PreviewCommand): Decision => {
  const market = books.markets.get(command.market) ?? refuse('NOT_FOUND');
  must(mayResolve(books, market, command.user), 'FORBIDDEN');
  must(market.state !== 'RESOLVED', 'ALREADY_RESOLVED');
  return read(resolutionOf(market, command.body).figures);
};

const decideRead = (books: ModelBooks, command: Command): Decision => {
  switch (command.verb) {
    case 'createAccount': {
      const exists = command.authUser !== undefined && books.authUsers.has(command.authUser);
      const change: Change = exists ? { what: 'nothing' } : { what: 'account', authUser: command.authUser };
      return { kind: 'done', figures: {}, change };
    }
    case 'fundHouse': {
      const issued = Math.max(0, command.total - books.funded);
      const figures = { issued, balance: books.house + issued };
      return {
        kind: 'done',
        figures,
        change: issued === 0 ? { what: 'nothing' } : { what: 'funding', issued },
      };
    }
    case 'getMarket': {
      const { log, volume, traders, pools } = books.markets.get(command.market) ?? refuse('NOT_FOUND');
      return read({
        trades: log.length,
        listed: Math.min(50, log.length),
        volume,
        traders: traders.size,
        pools,
      });
    }
    case 'getWallet':
      return read({ balance: books.wallets.get(command.user) ?? refuse('NOT_FOUND') });
    default:
      return read({});
  }
};

/** The checks before a key is looked up: who and what must exist for there to be something to lock. */
const decideKeyed = (books: ModelBooks, command: Command, around: Circumstances): Decision => {
  if (command.verb === 'createMarket' || command.verb === 'createPost')
    must(books.wallets.has(command.user), 'NOT_FOUND');
  if (command.verb === 'closeMarket' || command.verb === 'resolveMarket')
    must(books.markets.has(command.market), 'NOT_FOUND');
  if (isKeyed(command)) {
    const stored = around.stored === undefined ? books.answers.get(keyOf(command)!) : around.stored;
    if (stored) {
      must(stored.request === requestOf(command), 'IDEMPOTENCY_MISMATCH');
      return { kind: 'replayed', figures: stored.figures };
    }
  }
  switch (command.verb) {
    case 'placeTrade':
      return decideTrade(books, command, around);
    case 'createMarket':
      return decideCreateMarket(books, command, around);
    case 'closeMarket':
      return decideClose(books, command, around);
    case 'resolveMarket':
      return decideResolve(books, command, around);
    case 'previewResolution':
      return decidePreview(books, command);
    case 'quote':
      return decideQuote(books, command, around);
    default:
      return decideRead(books, command);
  }
};

/**
 * What a command does to the books as they are. Changes nothing. Refusals come in the order that the engine's verbs list:
 * placeTrade, for one, refuses IDEMPOTENCY_MISMATCH, NOT_FOUND, VALIDATION_FAILED (no such outcome), MARKET_CLOSED, RESOLVERS_DO_NOT_TRADE,
 * INSUFFICIENT_SHARES or INSUFFICIENT_CREDITS, VALIDATION_FAILED (too large), AMOUNT_TOO_SMALL, SLIPPAGE.
 */
export const decide = (books: ModelBooks, command: Command, around: Circumstances): Decision => {
  try {
    return decideKeyed(books, command, around);
  } catch (error) {
    if (error instanceof Refused) return { kind: 'refused', code: error.code };
    throw error;
  }
};
