import type { Slice, SliceOptions } from '../slice.ts';

export type DiscoveryVerbs = object;

export const createDiscovery = (_options: SliceOptions): Slice<DiscoveryVerbs> => ({
  verbs: {},
  consumers: [],
});
