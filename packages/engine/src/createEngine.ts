import {
  type FeatureName,
  MAX_CREDITS,
  MAX_LIQUIDITY,
  MAX_OUTCOMES,
  type Market,
  MIN_LIQUIDITY,
  type UserId,
} from '@mesh-markets/contract';
import type { Pool } from 'pg';
import * as accounts from './accounts.ts';
import { createAnalytics } from './analytics/analytics.ts';
import type { Books, Command, Engine, EngineSettings, Written } from './api.ts';
import * as apiKeys from './apiKeys/apiKeys.ts';
import { decidesMarket, requireKeyRights } from './apiKeys/requireScope.ts';
import { watchIdentities } from './apiKeys/watchIdentities.ts';
import { audit } from './audit/audit.ts';
import { createAuthority } from './authority/authority.ts';
import { type BanBoard, createBanBoard } from './authority/bans.ts';
import { setRole } from './authority/setRole.ts';
import { closeDueMarkets } from './closeDueMarkets.ts';
import { closeMarket } from './closeMarket.ts';
import { createAccount, findAccount } from './createAccount.ts';
import { createMarket } from './createMarket.ts';
import { createPost } from './createPost.ts';
import { createDiscovery } from './discovery/discovery.ts';
import { createDiscussion } from './discussion/discussion.ts';
import { createExports } from './exports/exports.ts';
import { createFlags } from './flags/flags.ts';
import { createSwitchboard, type Switchboard } from './flags/switchboard.ts';
import { fundHouse } from './fundHouse.ts';
import { isAnswered } from './idempotency.ts';
import { createLive } from './live/live.ts';
import { createMembers } from './members/members.ts';
import { createVerifiedBoard, type VerifiedBoard } from './members/verifiedBoard.ts';
import { createNewsDesk, type News, type NewsDesk } from './news.ts';
import { createNotifications } from './notifications/notifications.ts';
import { createOperations } from './operations/operations.ts';
import { createOracles } from './oracles/oracles.ts';
import { projectOutbox } from './outbox/projectOutbox.ts';
import { createTradePath } from './placeTrade.ts';
import { quote } from './quote.ts';
import { getHistory, getMarket, listHolders, listTrades } from './reads/markets.ts';
import { findUsers, getMe, getProfile } from './reads/people.ts';
import { getFeed, readPost } from './reads/posts.ts';
import { EVERYTHING } from './reads/rows.ts';
import { keepRules } from './reads/rules.ts';
import { getLedger, getPortfolio, getWallet } from './reads/wallet.ts';
import { createReputation } from './reputation/reputation.ts';
import { previewResolution } from './resolution/previewResolution.ts';
import { createResolution } from './resolution/resolution.ts';
import { resolveMarket } from './resolveMarket.ts';
import { createSecondFactors } from './secondFactors/secondFactors.ts';

export const DEFAULT_SETTINGS: EngineSettings = {
  signupCredits: 10_000,
  subsidyFrom: 'CREATOR',
  maxQueuedTrades: 10_000,
  disputeHours: 0,
  creatorsTrade: true,
  oraclesTrade: true,
  abandonedAfterDays: 14,
  maxTradeCredits: MAX_CREDITS,
  maxPositionCredits: 0,
  minLiquidity: MIN_LIQUIDITY,
  maxLiquidity: MAX_LIQUIDITY,
  maxOutcomes: MAX_OUTCOMES,
  maxOpenMarkets: 0,
  emailVerification: 'off',
  signUp: 'open',
};

export interface EnginePools {
  /** For everything but the trade path. */
  readonly pool: Pool;
  /** Pipelined, for the trade path; a connection per queue. */
  readonly tradePool: Pool;
}

/** What is read of the books, as it stands. */
const createReads = (pool: Pool) =>
  ({
    getFeed: (query, viewer) => getFeed(pool, query, viewer),
    getPost: (id, viewer) => readPost(pool, id, viewer),
    getMarket: (id, viewer) => getMarket(pool, id, viewer),
    listTrades: (id, query) => listTrades(pool, id, query),
    getHistory: (id, query) => getHistory(pool, id, query),
    listHolders: (id, query) => listHolders(pool, id, query),
    getWallet: (userId) => getWallet(pool, userId),
    getLedger: (userId, query, sight = EVERYTHING) => getLedger(pool, userId, query, sight),
    getPortfolio: (userId) => getPortfolio(pool, userId),
    getProfile: (handle, viewer, sight = EVERYTHING) => getProfile(pool, handle, viewer, sight),
    findUsers: (query) => findUsers(pool, query),
    getMe: (userId) => getMe(pool, userId),
  }) satisfies Partial<Books>;

/** What is switched off does nothing, whoever asks and by whatever way; nor does who has yet to confirm their address. */
const createGate =
  (pool: Pool, switchboard: Switchboard, verified: VerifiedBoard) =>
  <Given extends Command, Answer>(
    names: readonly FeatureName[],
    verb: (command: Given) => Promise<Answer>,
    alsoRequire: (userId: UserId) => Promise<void> = async () => undefined,
  ) =>
  async (given: Given): Promise<Answer> => {
    const command = given.apiKey === undefined ? given : await requireKeyRights(pool, names, given);
    const { userId, idempotencyKey } = command;
    try {
      await switchboard.require(names, userId);
      await verified.requireVerified(userId);
      await alsoRequire(userId);
    } catch (refusal) {
      // What was done before the switch was turned is still told to whoever lost the answer (law 5).
      if (!(await isAnswered(pool, userId, idempotencyKey))) throw refusal;
    }
    return verb(command);
  };

export type Gate = ReturnType<typeof createGate>;

/** The verbs of the books themselves. */
const createBooks = (
  { pool, tradePool }: EnginePools,
  settings: EngineSettings,
  news: NewsDesk,
  switchboard: Switchboard,
  gated: Gate,
  bans: BanBoard,
): Omit<Books, 'projectOutbox' | 'subscribe'> => {
  const trades = createTradePath(tradePool, { ...settings, publish: news.publish });
  /** A repeated command tells nothing new. */
  const told = async <Answer>(
    writing: Promise<Written<Answer>>,
    newsOf: (answer: Answer) => News,
  ): Promise<Written<Answer>> => {
    const written = await writing;
    if (!written.replayed) news.publish(newsOf(written.answer));
    return written;
  };
  const market = ({ id }: Market): News => ({ kind: 'MARKET', marketId: id });
  const trade = gated(['predictionMarkets', 'trading'], trades.placeTrade, bans.requireTrading);
  return {
    createAccount: async (account) => {
      await switchboard.require(['signUp'], undefined);
      return createAccount(pool, settings, account);
    },
    createPost: gated([], (command) =>
      told(createPost(pool, command), ({ id }) => ({ kind: 'POST', postId: id })),
    ),
    createMarket: gated(['predictionMarkets', 'creation'], (command) =>
      told(createMarket(pool, settings, command), ({ postId }) => ({ kind: 'POST', postId })),
    ),
    placeTrade: trade,
    sellShares: trade,
    quote: (ask) => quote(pool, ask),
    closeMarket: gated(['resolution'], (command) => told(closeMarket(pool, command), market)),
    closeDueMarkets: () => closeDueMarkets(pool),
    previewResolution: (ask) => previewResolution(pool, settings, ask),
    resolveMarket: gated(['resolution'], (command) => told(resolveMarket(pool, settings, command), market)),
    fundHouse: (total) => fundHouse(pool, total),
    ...createReads(pool),
    updateMe: (userId, change) => accounts.updateMe(pool, userId, change),
    hasAdmin: () => accounts.hasAdmin(pool),
    grantAdmin: (who) => setRole(pool, who, 'admin'),
    findAccount: (authUserId) => findAccount(pool, authUserId),
    findSession: (token) => accounts.findSession(pool, token),
    findApiKey: (secretHash) => apiKeys.findApiKey(pool, secretHash),
    createApiKey: (key) => apiKeys.createApiKey(pool, key),
    listApiKeys: (userId) => apiKeys.listApiKeys(pool, userId),
    revokeApiKey: (userId, id) => apiKeys.revokeApiKey(pool, userId, id),
    watchIdentities: (listener) => watchIdentities(pool, listener),
    audit: () => audit(pool),
    expireIdempotencyKeys: (hours) => accounts.expireIdempotencyKeys(pool, hours),
    decidesMarket: (userId, marketId) => decidesMarket(pool, userId, marketId),
    isAnswered: (userId, key) => isAnswered(pool, userId, key),
    tradeStats: trades.stats,
    drain: trades.drain,
  };
};

/** Puts the verbs together. Neither pool is ended by the engine. */
export const createEngine = (pools: EnginePools, changed: Partial<EngineSettings> = {}): Engine => {
  const settings = { ...DEFAULT_SETTINGS, ...changed };
  const news = createNewsDesk();
  const options = { pool: pools.pool, settings, news };
  keepRules(pools.pool, settings);
  const discussion = createDiscussion(options);
  const discovery = createDiscovery(options);
  const notifications = createNotifications(options);
  const reputation = createReputation(options);
  const analytics = createAnalytics(options);
  const exports = createExports(options, () => consumers);
  const live = createLive(options);
  const operations = createOperations(options);
  const switchboard = createSwitchboard(pools.pool);
  const flags = createFlags(options, switchboard);
  const bans = createBanBoard(pools.pool);
  const authority = createAuthority(options, bans);
  const oracles = createOracles(options);
  const members = createMembers(options);
  const verified = createVerifiedBoard(pools.pool, settings.emailVerification === 'required');
  const gated = createGate(pools.pool, switchboard, verified);
  const resolution = createResolution(options, gated, switchboard);
  const slices = [reputation, discovery, discussion, notifications, analytics, exports, live];
  const consumers = slices.flatMap((slice) => slice.consumers);
  return {
    ...createBooks(pools, settings, news, switchboard, gated, bans),
    ...discussion.verbs,
    postComment: gated([], discussion.verbs.postComment),
    ...discovery.verbs,
    ...notifications.verbs,
    ...reputation.verbs,
    ...analytics.verbs,
    ...exports.verbs,
    ...live.verbs,
    ...operations.verbs,
    ...flags.verbs,
    ...authority.verbs,
    ...createSecondFactors(options).verbs,
    ...resolution.verbs,
    ...oracles.verbs,
    ...members.verbs,
    projectOutbox: () => projectOutbox(pools.pool, consumers, settings.onFactFailed ?? (() => undefined)),
    subscribe: news.subscribe,
  };
};
