import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';
import { keepNewestFeed } from './newest.ts';
import { POLL_MILLISECONDS } from './queryClient.ts';

const at = (cursor: string | undefined) => (cursor === undefined ? {} : { cursor });

/** Under `feed`, so that news of a market reaches the results as well. */
export const searchQuery = (query: string) =>
  infiniteQueryOptions({
    queryKey: ['feed', 'search', query],
    queryFn: ({ signal, pageParam }) =>
      client.call('search', { signal, query: { query, limit: 20, ...at(pageParam) } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    // What was found stays on screen while the next letter is looked up.
    placeholderData: keepPreviousData,
    structuralSharing: keepNewestFeed,
    enabled: query !== '',
  });

/** Open markets whose odds moved most since yesterday. */
export const moversQuery = () =>
  queryOptions({
    queryKey: ['feed', 'movers'],
    queryFn: ({ signal }) => client.call('listMovers', { signal, query: { limit: 5 } }),
    refetchInterval: 6 * POLL_MILLISECONDS,
  });

export const topicsQuery = (beginning = '') =>
  queryOptions({
    queryKey: ['topics', beginning],
    queryFn: ({ signal }) =>
      client.call('listTopics', {
        signal,
        query: { limit: 12, ...(beginning === '' ? {} : { query: beginning }) },
      }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

export const followsQuery = (handle: string) =>
  queryOptions({
    queryKey: ['follows', handle, 'counts'],
    queryFn: ({ signal }) => client.call('getFollows', { signal, params: { handle } }),
  });

export type FollowList = 'followers' | 'following';

const listRoutes = { followers: 'listFollowers', following: 'listFollowing' } as const;

export const followListQuery = (handle: string, list: FollowList) =>
  infiniteQueryOptions({
    queryKey: ['follows', handle, list],
    queryFn: ({ signal, pageParam }) =>
      client.call(listRoutes[list], { signal, params: { handle }, query: { limit: 50, ...at(pageParam) } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
  });
