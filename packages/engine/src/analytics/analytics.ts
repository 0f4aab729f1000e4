import type { Slice, SliceOptions } from '../slice.ts';

export type AnalyticsVerbs = object;

export const createAnalytics = (_options: SliceOptions): Slice<AnalyticsVerbs> => ({
  verbs: {},
  consumers: [],
});
