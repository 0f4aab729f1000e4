import type { Slice, SliceOptions } from '../slice.ts';

export type NotificationsVerbs = object;

export const createNotifications = (_options: SliceOptions): Slice<NotificationsVerbs> => ({
  verbs: {},
  consumers: [],
});
