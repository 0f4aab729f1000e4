import type { MarketId } from '@mesh-markets/contract';
import { queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';

/** Part of the market's key: whatever happens to its result asks for it anew. */
export const resolutionHistoryQuery = (id: MarketId) =>
  queryOptions({
    queryKey: ['market', id, 'resolution'],
    queryFn: ({ signal }) => client.call('getResolutionHistory', { signal, params: { id } }),
  });

export const disputesQuery = () =>
  queryOptions({
    queryKey: ['disputes'],
    queryFn: ({ signal }) => client.call('listDisputes', { signal }),
  });
