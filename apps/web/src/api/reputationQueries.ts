import type { QueryInput } from '@mesh-markets/contract';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';
import { POLL_MILLISECONDS } from './queryClient.ts';

export type LeaderboardFilter = Pick<
  QueryInput<'getLeaderboard'>,
  'board' | 'period' | 'ownMarkets' | 'bots'
>;

const boardPageSize = 50;

export const leaderboardQuery = (filter: LeaderboardFilter) =>
  infiniteQueryOptions({
    queryKey: ['leaderboard', filter],
    queryFn: ({ signal, pageParam }) =>
      client.call('getLeaderboard', {
        signal,
        query: {
          ...filter,
          limit: boardPageSize,
          ...(pageParam === undefined ? {} : { cursor: pageParam }),
        },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: 6 * POLL_MILLISECONDS,
  });

/** What somebody made on each day. */
export const profitHistoryQuery = (handle: string) =>
  queryOptions({
    queryKey: ['profile', handle, 'profit'],
    queryFn: ({ signal }) => client.call('getProfitHistory', { signal, params: { handle } }),
    placeholderData: keepPreviousData,
    refetchInterval: 6 * POLL_MILLISECONDS,
  });
