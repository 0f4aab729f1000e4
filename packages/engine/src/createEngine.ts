import type { Pool } from 'pg';
import * as accounts from './accounts.ts';
import type { Engine, EngineSettings } from './api.ts';
import { audit } from './audit/audit.ts';
import { closeDueMarkets } from './closeDueMarkets.ts';
import { closeMarket } from './closeMarket.ts';
import { createAccount, findAccount } from './createAccount.ts';
import { createMarket } from './createMarket.ts';
import { createPost } from './createPost.ts';
import { fundHouse } from './fundHouse.ts';
import { createTradePath } from './placeTrade.ts';
import { quote } from './quote.ts';
import { getHistory, getMarket, listHolders, listTrades } from './reads/markets.ts';
import { findUsers, getLeaderboard, getMe, getProfile } from './reads/people.ts';
import { getFeed, readPost } from './reads/posts.ts';
import { getLedger, getPortfolio, getWallet } from './reads/wallet.ts';
import { previewResolution, resolveMarket } from './resolveMarket.ts';

export const DEFAULT_SETTINGS: EngineSettings = {
  signupCredits: 10_000,
  subsidyFrom: 'CREATOR',
  maxQueuedTrades: 10_000,
};

export interface EnginePools {
  /** For everything but the trade path. */
  readonly pool: Pool;
  /** Pipelined, for the trade path; a connection per queue. */
  readonly tradePool: Pool;
}

const LEADERBOARD_KEPT_MS = 5_000;

/** The leaderboard adds up every position there is, so many readers share one answer that is a few seconds old. */
const rememberLeaderboard = (pool: Pool): Engine['getLeaderboard'] => {
  const kept = new Map<
    number,
    { readonly until: number; readonly answer: ReturnType<Engine['getLeaderboard']> }
  >();
  return (limit) => {
    const known = kept.get(limit);
    if (known && known.until > performance.now()) return known.answer;
    const answer = getLeaderboard(pool, limit);
    kept.set(limit, { until: performance.now() + LEADERBOARD_KEPT_MS, answer });
    answer.catch(() => kept.delete(limit));
    return answer;
  };
};

/** Puts the verbs together. Neither pool is ended by the engine. */
export const createEngine = (
  { pool, tradePool }: EnginePools,
  changed: Partial<EngineSettings> = {},
): Engine => {
  const settings = { ...DEFAULT_SETTINGS, ...changed };
  const trades = createTradePath(tradePool, settings);
  return {
    createAccount: (account) => createAccount(pool, settings, account),
    createPost: (command) => createPost(pool, command),
    createMarket: (command) => createMarket(pool, settings, command),
    placeTrade: trades.placeTrade,
    sellShares: trades.placeTrade,
    quote: (ask) => quote(pool, ask),
    closeMarket: (command) => closeMarket(pool, command),
    closeDueMarkets: () => closeDueMarkets(pool),
    previewResolution: (ask) => previewResolution(pool, ask),
    resolveMarket: (command) => resolveMarket(pool, command),
    fundHouse: (total) => fundHouse(pool, total),
    getFeed: (query, viewer) => getFeed(pool, query, viewer),
    getPost: (id, viewer) => readPost(pool, id, viewer),
    getMarket: (id, viewer) => getMarket(pool, id, viewer),
    listTrades: (id, query) => listTrades(pool, id, query),
    getHistory: (id, query) => getHistory(pool, id, query),
    listHolders: (id, query) => listHolders(pool, id, query),
    getWallet: (userId) => getWallet(pool, userId),
    getLedger: (userId, query) => getLedger(pool, userId, query),
    getPortfolio: (userId) => getPortfolio(pool, userId),
    getProfile: (handle, viewer) => getProfile(pool, handle, viewer),
    findUsers: (query) => findUsers(pool, query),
    getLeaderboard: rememberLeaderboard(pool),
    getMe: (userId) => getMe(pool, userId),
    updateMe: (userId, change) => accounts.updateMe(pool, userId, change),
    hasAdmin: () => accounts.hasAdmin(pool),
    grantAdmin: (who) => accounts.grantAdmin(pool, who),
    findAccount: (authUserId) => findAccount(pool, authUserId),
    findSession: (token) => accounts.findSession(pool, token),
    findApiKey: (secretHash) => accounts.findApiKey(pool, secretHash),
    createApiKey: (key) => accounts.createApiKey(pool, key),
    listApiKeys: (userId) => accounts.listApiKeys(pool, userId),
    revokeApiKey: (userId, id) => accounts.revokeApiKey(pool, userId, id),
    audit: () => audit(pool),
    expireIdempotencyKeys: (hours) => accounts.expireIdempotencyKeys(pool, hours),
    tradeStats: trades.stats,
    drain: trades.drain,
  };
};
