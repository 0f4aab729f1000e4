import type { QueryInput } from '@mesh-markets/contract';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';
import { unlessLive } from './liveClient.ts';
import { POLL_MILLISECONDS } from './queryClient.ts';

export type NotificationFilter = NonNullable<QueryInput<'listNotifications'>['show']>;

// What the stream says is new begins with this key.
const key = 'notifications';

/** The number on the bell. */
export const unreadQuery = () =>
  queryOptions({
    queryKey: [key, 'unread'],
    queryFn: ({ signal }) => client.call('countUnread', { signal }),
    refetchInterval: () => unlessLive(3 * POLL_MILLISECONDS),
  });

const HEAD_SIZE = 5;

/** The newest few, to tell of those that come while the page is open. */
export const newestNotificationsQuery = () =>
  queryOptions({
    queryKey: [key, 'newest'],
    queryFn: ({ signal }) =>
      client.call('listNotifications', { signal, query: { limit: HEAD_SIZE, show: 'unread' } }),
    refetchInterval: () => unlessLive(3 * POLL_MILLISECONDS),
  });

export const notificationsQuery = (show: NotificationFilter) =>
  infiniteQueryOptions({
    queryKey: [key, 'list', show],
    queryFn: ({ signal, pageParam }) =>
      client.call('listNotifications', {
        signal,
        query: { limit: 30, show, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
  });

export const notificationSettingsQuery = () =>
  queryOptions({
    queryKey: ['notification-settings'],
    queryFn: ({ signal }) => client.call('getNotificationSettings', { signal }),
  });

export const unsubscribeQuery = (token: string) =>
  queryOptions({
    queryKey: ['unsubscribe', token],
    queryFn: ({ signal }) => client.call('showUnsubscribe', { signal, params: { token } }),
    retry: false,
  });
