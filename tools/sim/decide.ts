import { DEFAULT_LIQUIDITY, type Order, sharesToMicro, type UserId } from '@mesh-markets/contract';
import { CurveDomainError, type Fill, lmsr } from '@mesh-markets/market-maker';
import {
  type CloseCommand,
  type Command,
  type CreateMarketCommand,
  isKeyed,
  keyOf,
  type PreviewCommand,
  requestOf,
  type TradeCommand,
} from './commands.ts';
import {
  decideAmend,
  decideCorrection,
  decideCorrectionPreview,
  decideDecision,
  decideDispute,
  decideOracle,
  decidePayment,
  decideResolve,
  decideWithdraw,
  previewFigures,
} from './decideResults.ts';
import { type Circumstances, type Decision, isClosed, marketFigures, read } from './decisions.ts';
import { type Change, curveOf, heldBy, type ModelBooks, type ModelMarket, pricesOf } from './model.ts';
import { must, Refused, refuse } from './refuse.ts';
import { mayClose, outcomeOf, roleOf } from './verdicts.ts';

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
  must(
    sells || oraclesTrade || user !== (around.oracle === undefined ? market.oracle : around.oracle),
    'RESOLVERS_DO_NOT_TRADE',
  );
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
    closedAt: undefined,
    oracleSaid: undefined,
    touches: 0,
    proposals: [],
    resolutions: [],
    escrowBefore: 0,
    had: new Map(),
    hadReturn: 0,
    covered: 0,
  };
  return {
    kind: 'done',
    figures: { ...marketFigures(market), phantom: market.phantom },
    change: { what: 'market', market },
  };
};

const decideClose = (books: ModelBooks, command: CloseCommand, around: Circumstances): Decision => {
  const market = books.markets.get(command.market)!;
  must(mayClose(books, market, command.user), 'FORBIDDEN');
  must(market.state !== 'RESOLVED', 'ALREADY_RESOLVED');
  must(!isClosed(market, around), 'MARKET_CLOSED');
  const figures = { ...marketFigures(market), version: market.version + 1, state: 'CLOSED' };
  return { kind: 'done', figures, change: { what: 'closing', market, at: around.now } };
};

const decidePreview = (books: ModelBooks, command: PreviewCommand, { now }: Circumstances): Decision => {
  const market = books.markets.get(command.market) ?? refuse('NOT_FOUND');
  must(roleOf(books, market, command.user, now) !== undefined, 'FORBIDDEN');
  must(market.state !== 'RESOLVED', 'ALREADY_RESOLVED');
  return read(previewFigures(market, command.body));
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

/** Verbs that lock their market before they look up a key. */
const LOCKS_FIRST: ReadonlySet<string> = new Set([
  'closeMarket',
  'resolveMarket',
  'amendProposal',
  'withdrawProposal',
  'disputeProposal',
  'decideDispute',
  'correctResolution',
]);

/** The checks before a key is looked up: who and what must exist for there to be something to lock. */
const decideKeyed = (books: ModelBooks, command: Command, around: Circumstances): Decision => {
  if (command.verb === 'createMarket' || command.verb === 'createPost')
    must(books.wallets.has(command.user), 'NOT_FOUND');
  if ('market' in command && LOCKS_FIRST.has(command.verb))
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
      return decidePreview(books, command, around);
    case 'amendProposal':
      return decideAmend(books, command, around);
    case 'withdrawProposal':
      return decideWithdraw(books, command, around);
    case 'disputeProposal':
      return decideDispute(books, command, around);
    case 'decideDispute':
      return decideDecision(books, command);
    case 'payProposal':
      return decidePayment(books, command, around);
    case 'correctResolution':
      return decideCorrection(books, command);
    case 'previewCorrection':
      return decideCorrectionPreview(books, command);
    case 'acceptOracle':
    case 'declineOracle':
    case 'stepDownOracle':
      return decideOracle(books, command);
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
