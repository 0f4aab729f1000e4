import { infiniteQueryOptions } from '@tanstack/react-query';
import { client } from './client.ts';

export const waitingQuery = () =>
  infiniteQueryOptions({
    queryKey: ['admin', 'waiting'],
    queryFn: ({ signal, pageParam }) =>
      client.call('listWaiting', {
        signal,
        query: { limit: 50, ...(pageParam !== undefined && { cursor: pageParam }) },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
  });
