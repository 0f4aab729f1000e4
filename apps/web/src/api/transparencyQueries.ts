import { queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';

export const transparencyQuery = () =>
  queryOptions({
    queryKey: ['transparency'],
    queryFn: ({ signal }) => client.call('getTransparency', { signal }),
    refetchInterval: 60_000,
  });
