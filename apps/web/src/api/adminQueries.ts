import type { QueryInput, WebhookId } from '@mesh-markets/contract';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';
import { POLL_MILLISECONDS } from './queryClient.ts';

export type DashboardRange = NonNullable<QueryInput<'getDashboard'>['days']>;

export const dashboardQuery = (days: DashboardRange) =>
  queryOptions({
    queryKey: ['admin', 'dashboard', days],
    queryFn: ({ signal }) => client.call('getDashboard', { signal, query: { days } }),
    placeholderData: keepPreviousData,
    refetchInterval: 6 * POLL_MILLISECONDS,
  });

export const webhooksQuery = () =>
  queryOptions({
    queryKey: ['admin', 'webhooks'],
    queryFn: ({ signal }) => client.call('listWebhooks', { signal }),
    refetchInterval: 6 * POLL_MILLISECONDS,
  });

export const deliveriesQuery = (id: WebhookId) =>
  infiniteQueryOptions({
    queryKey: ['admin', 'webhooks', id, 'deliveries'],
    queryFn: ({ signal, pageParam }) =>
      client.call('listWebhookDeliveries', {
        signal,
        params: { id },
        query: { limit: 20, ...(pageParam !== undefined && { cursor: pageParam }) },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: POLL_MILLISECONDS,
  });
