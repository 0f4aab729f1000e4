import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';

export const peopleQuery = (query: string) =>
  queryOptions({
    queryKey: ['admin', 'people', query],
    queryFn: ({ signal }) => client.call('listPeople', { signal, query: { query } }),
    placeholderData: keepPreviousData,
  });

export const deedsQuery = () =>
  infiniteQueryOptions({
    queryKey: ['admin', 'log'],
    queryFn: ({ signal, pageParam }) =>
      client.call('listDeeds', {
        signal,
        query: { limit: 50, ...(pageParam !== undefined && { cursor: pageParam }) },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
  });
