import type { MarketId, Me, QueryInput } from '@mesh-markets/contract';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';
import { hasCode } from './errors.ts';
import { unlessLive } from './liveClient.ts';
import { keepNewestHistory } from './marketNews.ts';
import { keepNewestDetail, keepNewestFeed } from './newest.ts';
import { POLL_MILLISECONDS } from './queryClient.ts';

/*
 * One factory per GET route, named after it; key and fetch are written together so they cannot part. A page reads
 * with `useQuery(marketQuery(id))`, and its route's loader starts the same query early.
 */

/** Ids come from addresses and answers; the server judges them. */
const marketParams = (id: string) => ({ id: id as MarketId });

const at = (cursor: string | undefined) => (cursor === undefined ? {} : { cursor });

/**
 * Every few seconds while the live stream is down, once there is something to keep fresh; a first reading that failed is retried by whoever
 * sees the error.
 */
const polled = {
  refetchInterval: (query: { readonly state: { readonly data: unknown } }): number | false =>
    query.state.data === undefined ? false : unlessLive(POLL_MILLISECONDS),
};

export const instanceQuery = () =>
  queryOptions({
    queryKey: ['instance'],
    queryFn: ({ signal }) => client.call('getInstance', { signal }),
    staleTime: 10 * 60_000,
  });

const fetchMe = async (signal: AbortSignal): Promise<Me | null> => {
  try {
    return await client.call('getMe', { signal });
  } catch (error) {
    if (hasCode(error, 'UNAUTHENTICATED')) return null;
    throw error;
  }
};

/** The signed-in person with their balance; null for a visitor. */
export const meQuery = () =>
  queryOptions({
    queryKey: ['me'],
    queryFn: ({ signal }) => fetchMe(signal),
    // A payout may arrive while the page is open; a visitor has nothing to hear. A server that does not answer is asked
    // until it does, because the whole frame waits for this.
    refetchInterval: ({ state }) => {
      if (state.status === 'error') return POLL_MILLISECONDS;
      return state.data ? unlessLive(3 * POLL_MILLISECONDS) : false;
    },
  });

export type FeedFilter = Pick<QueryInput<'getFeed'>, 'type' | 'state' | 'topic' | 'sort'>;

const feedPageSize = 20;

export const feedQuery = (filter: FeedFilter = {}) =>
  infiniteQueryOptions({
    queryKey: ['feed', 'pages', filter],
    queryFn: ({ signal, pageParam }) =>
      client.call('getFeed', {
        signal,
        query: { ...filter, limit: feedPageSize, ...at(pageParam) },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    structuralSharing: keepNewestFeed,
  });

/** The top of a feed, asked for again and again: tells of new posts without moving the ones being read. */
export const feedHeadQuery = (filter: FeedFilter = {}) =>
  queryOptions({
    queryKey: ['feed', 'head', filter],
    queryFn: ({ signal }) => client.call('getFeed', { signal, query: { ...filter, limit: feedPageSize } }),
    ...polled,
  });

/** Open markets that end soonest. */
export const closingSoonQuery = () =>
  queryOptions({
    queryKey: ['feed', 'closing-soon'],
    queryFn: ({ signal }) =>
      client.call('getFeed', {
        signal,
        query: { type: 'PREDICTION', state: 'OPEN', sort: 'closing', limit: 5 },
      }),
    refetchInterval: 6 * POLL_MILLISECONDS,
  });

export const marketKey = (id: string) => ['market', id, 'detail'] as const;

export const marketQuery = (id: string) =>
  queryOptions({
    queryKey: marketKey(id),
    queryFn: ({ signal }) => client.call('getMarket', { signal, params: marketParams(id) }),
    structuralSharing: keepNewestDetail,
    ...polled,
  });

const CHART_MILLISECONDS = 60_000;

export type HistoryRange = NonNullable<QueryInput<'getHistory'>['range']>;

export const historyQuery = (id: string, range: HistoryRange) =>
  queryOptions({
    queryKey: ['market', id, 'history', range],
    queryFn: ({ signal }) =>
      client.call('getHistory', { signal, params: marketParams(id), query: { range } }),
    placeholderData: keepPreviousData,
    structuralSharing: keepNewestHistory,
    // Live, trades come by themselves; now and then the end of the chart moves on to the present.
    refetchInterval: (query) => polled.refetchInterval(query) || CHART_MILLISECONDS,
  });

export const tradesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['market', id, 'trades'],
    queryFn: ({ signal, pageParam }) =>
      client.call('listTrades', { signal, params: marketParams(id), query: { limit: 50, ...at(pageParam) } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
  });

export const walletQuery = () =>
  queryOptions({
    queryKey: ['wallet', 'balance'],
    queryFn: ({ signal }) => client.call('getWallet', { signal }),
    ...polled,
  });

export const ledgerQuery = () =>
  infiniteQueryOptions({
    queryKey: ['wallet', 'ledger'],
    queryFn: ({ signal, pageParam }) =>
      client.call('getLedger', { signal, query: { limit: 50, ...at(pageParam) } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
  });

export const portfolioQuery = () =>
  queryOptions({
    queryKey: ['portfolio'],
    queryFn: ({ signal }) => client.call('getPortfolio', { signal }),
    ...polled,
  });

export const profileQuery = (handle: string) =>
  queryOptions({
    queryKey: ['profile', handle],
    queryFn: ({ signal }) => client.call('getProfile', { signal, params: { handle } }),
  });

export const findUsersQuery = (query: string) =>
  queryOptions({
    queryKey: ['users', query],
    queryFn: ({ signal }) => client.call('findUsers', { signal, query: { query } }),
    enabled: query.trim() !== '',
    placeholderData: keepPreviousData,
  });

export const apiKeysQuery = () =>
  queryOptions({
    queryKey: ['api-keys'],
    queryFn: ({ signal }) => client.call('listApiKeys', { signal }),
  });
