import { z } from 'zod';
import { Balance } from './amounts.ts';
import type { ErrorCode } from './errors.ts';
import { ApiKeyId, Cursor, MarketId, PostId } from './ids.ts';
import {
  CreateMarketBody,
  HistoryPoint,
  Market,
  Order,
  Quote,
  ResolutionPreview,
  ResolveMarketBody,
  ResolverHolding,
  Timestamp,
  Trade,
  TradeAnswer,
  UserSummary,
} from './market.ts';
import { ApiKey, Holder, LeaderboardRow, LedgerEntry, Me, Portfolio, Post, Profile } from './social.ts';
import { ApiKeyName, Description, DisplayName, Handle, PostBody } from './text.ts';

export type Access = 'anyone' | 'user' | 'cron';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With {name} for path parameters. */
  readonly path: string;
  /** Who may call at all; finer rules (creator, oracle, admin) are the engine's. */
  readonly access: Access;
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly answer: z.ZodType;
  readonly status?: 200 | 201 | 204;
  /** Refusals beyond those any route may give (VALIDATION_FAILED, UNAUTHENTICATED, RATE_LIMITED, INTERNAL). */
  readonly errors?: readonly ErrorCode[];
  /** A write that takes an Idempotency-Key. */
  readonly idempotent?: boolean;
  /** A read that answers every visitor alike; caches may share it for a second. */
  readonly shared?: boolean;
  /** False for a POST that changes nothing. */
  readonly writes?: false;
}

const define = <const R extends Record<string, Route>>(routes: R): R => routes;

const marketParams = z.object({ id: MarketId });
const limit = (max: number, usual: number) => z.coerce.number().int().min(1).max(max).default(usual);
const page = { cursor: Cursor.optional(), limit: limit(100, 20) };
const nextCursor = Cursor.optional();
const detail = z.object({
  market: Market.extend({ description: Description.optional(), resolverHoldings: z.array(ResolverHolding) }),
  trades: z.array(Trade),
});
export type MarketDetail = z.infer<typeof detail>;

/** Every route of the API, written once: the server, the SDK, the OpenAPI document and the tests derive from this table. */
export const routes = define({
  getFeed: {
    method: 'GET',
    path: '/api/feed',
    access: 'anyone',
    shared: true,
    summary: 'Posts, newest first; a prediction post carries its market.',
    query: z.object({
      ...page,
      type: z.enum(['TEXT', 'PREDICTION']).optional(),
      state: z.enum(['OPEN', 'CLOSED', 'RESOLVED']).optional(),
      sort: z.enum(['newest', 'closing']).default('newest'),
    }),
    answer: z.object({ posts: z.array(Post), nextCursor }),
  },
  createPost: {
    method: 'POST',
    path: '/api/posts',
    access: 'user',
    summary: 'Writes a text post.',
    body: z.strictObject({ body: PostBody }),
    answer: Post,
    status: 201,
    errors: ['IDEMPOTENCY_MISMATCH'],
    idempotent: true,
  },
  getPost: {
    method: 'GET',
    path: '/api/posts/{id}',
    access: 'anyone',
    shared: true,
    summary: 'One post.',
    params: z.object({ id: PostId }),
    answer: Post,
    errors: ['NOT_FOUND'],
  },
  createMarket: {
    method: 'POST',
    path: '/api/market',
    access: 'user',
    summary: 'Asks a question: makes a post and its market; the subsidy leaves the creator (or the house).',
    body: CreateMarketBody,
    answer: Market,
    status: 201,
    errors: ['NOT_FOUND', 'INSUFFICIENT_CREDITS', 'IDEMPOTENCY_MISMATCH'],
    idempotent: true,
  },
  getMarket: {
    method: 'GET',
    path: '/api/market/{id}',
    access: 'anyone',
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
    shared: true,
    summary: 'Trades of a market, newest first.',
    params: marketParams,
    query: z.object(page),
    answer: z.object({ trades: z.array(Trade), nextCursor }),
    errors: ['NOT_FOUND'],
  },
  getHistory: {
    method: 'GET',
    path: '/api/market/{id}/history',
    access: 'anyone',
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
    shared: true,
    summary: 'Who holds what in a market, largest holding first.',
    params: marketParams,
    query: z.object(page),
    answer: z.object({ holders: z.array(Holder), nextCursor }),
    errors: ['NOT_FOUND'],
  },
  quote: {
    method: 'POST',
    path: '/api/market/{id}/quote',
    access: 'anyone',
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
    summary:
      'Buys with credits, buys a number of shares, or sells shares. The server decides the price; the bounds say the worst the trader accepts.',
    params: marketParams,
    body: Order,
    answer: TradeAnswer,
    errors: [
      'IDEMPOTENCY_MISMATCH',
      'NOT_FOUND',
      'MARKET_CLOSED',
      'INSUFFICIENT_CREDITS',
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
    summary: 'Closes a market early. Creator, oracle or admin.',
    params: marketParams,
    body: z.strictObject({}).optional(),
    answer: Market,
    errors: ['IDEMPOTENCY_MISMATCH', 'NOT_FOUND', 'FORBIDDEN', 'ALREADY_RESOLVED', 'MARKET_CLOSED'],
    idempotent: true,
  },
  previewResolution: {
    method: 'POST',
    path: '/api/market/{id}/resolve/preview',
    access: 'user',
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
    summary: 'Resolves a closed market and pays out, once. Creator, oracle or admin.',
    params: marketParams,
    body: ResolveMarketBody,
    answer: Market,
    errors: ['IDEMPOTENCY_MISMATCH', 'NOT_FOUND', 'FORBIDDEN', 'ALREADY_RESOLVED', 'MARKET_NOT_CLOSED'],
    idempotent: true,
  },
  getWallet: {
    method: 'GET',
    path: '/api/wallet',
    access: 'user',
    summary: 'The balance of the signed-in person.',
    answer: z.object({ balance: Balance }),
  },
  getLedger: {
    method: 'GET',
    path: '/api/wallet/ledger',
    access: 'user',
    summary: 'Every movement of the wallet, newest first.',
    query: z.object(page),
    answer: z.object({ entries: z.array(LedgerEntry), nextCursor }),
  },
  getPortfolio: {
    method: 'GET',
    path: '/api/portfolio',
    access: 'user',
    summary: 'Positions with their value now and profit.',
    answer: Portfolio,
  },
  getProfile: {
    method: 'GET',
    path: '/api/users/{handle}',
    access: 'anyone',
    shared: true,
    summary: 'A person: statistics, calibration, latest posts.',
    params: z.object({ handle: Handle }),
    answer: Profile,
    errors: ['NOT_FOUND'],
  },
  findUsers: {
    method: 'GET',
    path: '/api/users',
    access: 'anyone',
    summary: 'People whose handle or name begins with the query.',
    query: z.object({ query: z.string().trim().min(1).max(60) }),
    answer: z.object({ users: z.array(UserSummary) }),
  },
  getLeaderboard: {
    method: 'GET',
    path: '/api/leaderboard',
    access: 'anyone',
    shared: true,
    summary: 'People by trading profit.',
    query: z.object({ limit: limit(100, 50) }),
    answer: z.object({ rows: z.array(LeaderboardRow) }),
  },
  getMe: { method: 'GET', path: '/api/me', access: 'user', summary: 'The signed-in person.', answer: Me },
  updateMe: {
    method: 'PATCH',
    path: '/api/me',
    access: 'user',
    summary: 'Changes the display name or handle.',
    body: z.strictObject({ name: DisplayName.optional(), handle: Handle.optional() }),
    answer: Me,
    errors: ['HANDLE_TAKEN'],
  },
  claimAdmin: {
    method: 'POST',
    path: '/api/setup',
    access: 'user',
    summary: 'Makes the signed-in person the first admin, with the one-time token from the server log.',
    body: z.strictObject({ token: z.string().min(1).max(200) }),
    answer: Me,
    errors: ['FORBIDDEN'],
  },
  listApiKeys: {
    method: 'GET',
    path: '/api/keys',
    access: 'user',
    summary: 'API keys of the signed-in person.',
    answer: z.object({ keys: z.array(ApiKey) }),
  },
  createApiKey: {
    method: 'POST',
    path: '/api/keys',
    access: 'user',
    summary: 'Makes an API key; the secret is shown this once.',
    body: z.strictObject({ name: ApiKeyName }),
    answer: z.object({ key: ApiKey, secret: z.string() }),
    status: 201,
    errors: ['FORBIDDEN'],
  },
  revokeApiKey: {
    method: 'DELETE',
    path: '/api/keys/{id}',
    access: 'user',
    summary: 'Revokes an API key at once.',
    params: z.object({ id: ApiKeyId }),
    answer: z.null(),
    status: 204,
    errors: ['NOT_FOUND', 'FORBIDDEN'],
  },
  closeMarkets: {
    method: 'POST',
    path: '/api/cron/close-markets',
    access: 'cron',
    summary: 'Closes every market past its closing time. Idempotent. Bearer MARKET_CRON_SECRET.',
    answer: z.object({ closed: z.int().min(0) }),
  },
  getInstance: {
    method: 'GET',
    path: '/api/instance',
    access: 'anyone',
    summary: 'What a client needs to know about this instance.',
    answer: z.object({
      name: z.string(),
      demo: z.boolean(),
      signupCredits: Balance,
      subsidyFrom: z.enum(['CREATOR', 'HOUSE']),
      needsAdmin: z.boolean(),
      version: z.string(),
    }),
  },
});

export type Routes = typeof routes;
export type RouteName = keyof Routes;

type PartOf<N extends RouteName, P extends string, Shape extends 'input' | 'output'> =
  Routes[N] extends Record<P, infer S extends z.ZodType>
    ? Shape extends 'input'
      ? z.input<S>
      : z.output<S>
    : undefined;

/** What a caller passes and gets, by route name. */
export type ParamsOf<N extends RouteName> = PartOf<N, 'params', 'output'>;
export type QueryInput<N extends RouteName> = PartOf<N, 'query', 'input'>;
export type BodyInput<N extends RouteName> = PartOf<N, 'body', 'input'>;
export type AnswerOf<N extends RouteName> = z.output<Routes[N]['answer']>;
