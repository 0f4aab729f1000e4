import type { MarketId, PostId, TradeAnswer, UserId } from '@mesh-markets/contract';

/**
 * What this process has committed, for whoever shows it live. It is a hint: it may be lost with the process, so everything it tells
 * can also be read from the database.
 */
export type News =
  /** Trades of one market with the market after each, in their order. */
  | { readonly kind: 'TRADES'; readonly marketId: MarketId; readonly trades: readonly TradeAnswer[] }
  /** A market's state changed. */
  | { readonly kind: 'MARKET'; readonly marketId: MarketId }
  /** A post was written; a market is one too. */
  | { readonly kind: 'POST'; readonly postId: PostId }
  /** Who decides a market changed; its version stays what it was. */
  | { readonly kind: 'RESOLVERS'; readonly marketId: MarketId }
  /** The discussion under a post changed. */
  | { readonly kind: 'DISCUSSION'; readonly postId: PostId }
  /** Something only these people see changed: their credits, or what they were told. */
  | { readonly kind: 'USERS'; readonly userIds: readonly UserId[] };

export interface NewsDesk {
  /** Called after commit, never inside a transaction. A listener must not throw. */
  readonly publish: (news: News) => void;
  /** Answers how to stop listening. */
  readonly subscribe: (listener: (news: News) => void) => () => void;
}

export const createNewsDesk = (): NewsDesk => {
  const listeners = new Set<(news: News) => void>();
  return {
    publish: (news) => {
      for (const listener of listeners) listener(news);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
