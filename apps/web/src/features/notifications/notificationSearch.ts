import type { NotificationFilter } from '../../api/notificationQueries.ts';

export interface NotificationSearch {
  readonly show?: Exclude<NotificationFilter, 'all'>;
}

const filters = ['unread', 'markets', 'people'] as const;

/** `?show=unread`; anything else shows all. */
export const readNotificationSearch = ({ show }: Record<string, unknown>): NotificationSearch => {
  const known = filters.find((filter) => filter === show);
  return known === undefined ? {} : { show: known };
};
