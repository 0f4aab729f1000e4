import type { AnswerOf, Follows, MarketId, TopicCount, UserId } from '@mesh-markets/contract';
import type { Slice, SliceOptions } from '../slice.ts';
import { followMarket, followUser, unfollowMarket, unfollowUser } from './follow.ts';
import { listMovers } from './movers.ts';
import { getFollows, listFollowers, listFollowing } from './readFollows.ts';
import { type SearchQuery, search } from './search.ts';
import { listTopics } from './topics.ts';
import { warmMarkets } from './warmMarkets.ts';

interface Page {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Finding markets and people, and following them. */
export interface DiscoveryVerbs {
  readonly search: (query: SearchQuery, viewer?: UserId) => Promise<AnswerOf<'search'>>;
  readonly listTopics: (query: {
    readonly query?: string | undefined;
    readonly limit: number;
  }) => Promise<{ topics: TopicCount[] }>;
  readonly listMovers: (limit: number, viewer?: UserId) => Promise<AnswerOf<'listMovers'>>;
  readonly getFollows: (handle: string, viewer?: UserId) => Promise<Follows>;
  readonly listFollowers: (handle: string, query: Page) => Promise<AnswerOf<'listFollowers'>>;
  readonly listFollowing: (handle: string, query: Page) => Promise<AnswerOf<'listFollowing'>>;
  readonly followUser: (userId: UserId, handle: string) => Promise<Follows>;
  readonly unfollowUser: (userId: UserId, handle: string) => Promise<Follows>;
  readonly followMarket: (userId: UserId, marketId: MarketId) => Promise<{ following: boolean }>;
  readonly unfollowMarket: (userId: UserId, marketId: MarketId) => Promise<{ following: boolean }>;
}

export const createDiscovery = ({ pool, news }: SliceOptions): Slice<DiscoveryVerbs> => ({
  verbs: {
    search: (query, viewer) => search(pool, query, viewer),
    listTopics: (query) => listTopics(pool, query),
    listMovers: (limit, viewer) => listMovers(pool, limit, viewer),
    getFollows: (handle, viewer) => getFollows(pool, handle, viewer),
    listFollowers: (handle, query) => listFollowers(pool, handle, query),
    listFollowing: (handle, query) => listFollowing(pool, handle, query),
    followUser: async (userId, handle) => {
      const follows = await followUser(pool, userId, handle);
      // Whoever is followed hears of it; the projector wakes up by this.
      news.publish({ kind: 'USERS', userIds: [userId] });
      return follows;
    },
    unfollowUser: (userId, handle) => unfollowUser(pool, userId, handle),
    followMarket: (userId, marketId) => followMarket(pool, userId, marketId),
    unfollowMarket: (userId, marketId) => unfollowMarket(pool, userId, marketId),
  },
  consumers: [warmMarkets],
});
