import { z } from 'zod';
import {
  CloseMarketBody,
  CreateMarketBody,
  HistoryPoint,
  MAX_OUTCOMES,
  Market,
  Quote,
  ResolutionPreview,
  ResolveMarketBody,
  ResolverHolding,
  Timestamp,
  Trade,
  TradeAnswer,
} from '../market.ts';
import { OracleChange } from '../oracles.ts';
import { Order } from '../orders.ts';
import { define } from '../route.ts';
import { Holder } from '../social.ts';
import { Description, Handle } from '../text.ts';
import { marketParams, nextCursor, page } from './parts.ts';

/** Only this one, by its index. */
const outcome = z.coerce
  .number()
  .int()
  .min(0)
  .max(MAX_OUTCOMES - 1)
  .optional();

const detail = z.object({
  market: Market.extend({
    description: Description.optional(),
    resolverHoldings: z.array(ResolverHolding),
    /** Who was asked to be the oracle and what they answered, latest first; absent when nobody ever was. */
    oracleChanges: z.array(OracleChange).optional(),
    /** A moderator left it out of feeds and search. */
    hidden: z.literal(true).optional(),
  }),
  trades: z.array(Trade),
});
export type MarketDetail = z.infer<typeof detail>;

export const marketsRoutes = define({
  createMarket: {
    method: 'POST',
    path: '/api/market',
    access: 'user',
    needs: ['predictionMarkets', 'creation'],
    summary: 'Asks a question: makes a post and its market; the subsidy leaves the creator (or the house).',
    body: CreateMarketBody,
    answer: Market,
    status: 201,
    errors: ['BANNED', 'NOT_FOUND', 'TOO_MANY_MARKETS', 'INSUFFICIENT_CREDITS', 'IDEMPOTENCY_MISMATCH'],
    idempotent: true,
  },
  getMarket: {
    method: 'GET',
    path: '/api/market/{id}',
    access: 'anyone',
    needs: ['predictionMarkets'],
    shared: true,
    summary: 'A market with its last 50 trades.',
    params: marketParams,
    answer: detail,
    errors: ['NOT_FOUND'],
  },
  listTrades: {
    method: 'GET',
    path: '/api/market/{id}/trades',
    access: 'anyone',
    needs: ['predictionMarkets'],
    shared: true,
    summary:
      'Trades of a market, newest first; of one outcome, or by one person, where asked for. Then a page may be short, or empty, while there is a next one.',
    params: marketParams,
    query: z.object({ ...page, outcome, by: Handle.optional() }),
    answer: z.object({ trades: z.array(Trade), nextCursor }),
    errors: ['NOT_FOUND'],
  },
  getHistory: {
    method: 'GET',
    path: '/api/market/{id}/history',
    access: 'anyone',
    needs: ['predictionMarkets'],
    shared: true,
    summary: 'Probability of every outcome over time, thinned to at most `points`, oldest first.',
    params: marketParams,
    query: z.object({
      range: z.enum(['1h', '1d', '1w', 'all']).default('all'),
      points: z.coerce.number().int().min(2).max(1000).default(300),
    }),
    answer: z.object({ points: z.array(HistoryPoint), from: Timestamp, to: Timestamp }),
    errors: ['NOT_FOUND'],
  },
  listHolders: {
    method: 'GET',
    path: '/api/market/{id}/holders',
    access: 'anyone',
    needs: ['predictionMarkets'],
    shared: true,
    summary: 'Who holds what in a market, or in one outcome of it; largest holding first.',
    params: marketParams,
    query: z.object({ ...page, outcome }),
    answer: z.object({ holders: z.array(Holder), nextCursor }),
    errors: ['NOT_FOUND'],
  },
  quote: {
    method: 'POST',
    path: '/api/market/{id}/quote',
    access: 'anyone',
    needs: ['predictionMarkets'],
    writes: false,
    summary: 'What a trade would do now; writes nothing.',
    params: marketParams,
    body: Order,
    answer: Quote,
    errors: ['NOT_FOUND', 'MARKET_CLOSED', 'SLIPPAGE', 'AMOUNT_TOO_SMALL', 'INSUFFICIENT_SHARES'],
  },
  placeTrade: {
    method: 'POST',
    path: '/api/market/{id}/trade',
    access: 'user',
    needs: ['predictionMarkets', 'trading'],
    summary:
      'Buys with credits, buys a number of shares, or sells shares. The server decides the price; the bounds say the worst the trader accepts.',
    params: marketParams,
    body: Order,
    answer: TradeAnswer,
    errors: [
      'BANNED',
      'IDEMPOTENCY_MISMATCH',
      'NOT_FOUND',
      'MARKET_CLOSED',
      'RESOLVERS_DO_NOT_TRADE',
      'INSUFFICIENT_CREDITS',
      'TRADE_TOO_LARGE',
      'POSITION_TOO_LARGE',
      'INSUFFICIENT_SHARES',
      'AMOUNT_TOO_SMALL',
      'SLIPPAGE',
      'OVERLOADED',
    ],
    idempotent: true,
  },
  closeMarket: {
    method: 'POST',
    path: '/api/market/{id}/close',
    access: 'user',
    needs: ['predictionMarkets', 'resolution'],
    summary: 'Closes a market early, with a reason. Creator, oracle or admin.',
    params: marketParams,
    body: CloseMarketBody,
    answer: Market,
    errors: ['BANNED', 'IDEMPOTENCY_MISMATCH', 'NOT_FOUND', 'FORBIDDEN', 'ALREADY_RESOLVED', 'MARKET_CLOSED'],
    idempotent: true,
  },
  previewResolution: {
    method: 'POST',
    path: '/api/market/{id}/resolve/preview',
    access: 'user',
    needs: ['predictionMarkets', 'resolution'],
    writes: false,
    summary:
      'Who would get what if the market were resolved this way now; writes nothing. Creator, oracle or admin.',
    params: marketParams,
    body: ResolveMarketBody,
    answer: ResolutionPreview,
    errors: ['NOT_FOUND', 'FORBIDDEN', 'ALREADY_RESOLVED'],
  },
  resolveMarket: {
    method: 'POST',
    path: '/api/market/{id}/resolve',
    access: 'user',
    needs: ['predictionMarkets', 'resolution'],
    summary:
      'Resolves a closed market and pays out, once; where results may be disputed first, proposes the result instead. Creator, oracle or admin.',
    params: marketParams,
    body: ResolveMarketBody,
    answer: Market,
    errors: [
      'BANNED',
      'IDEMPOTENCY_MISMATCH',
      'NOT_FOUND',
      'FORBIDDEN',
      'ALREADY_RESOLVED',
      'MARKET_NOT_CLOSED',
      'PROPOSAL_OPEN',
    ],
    idempotent: true,
  },
});
