import type { Slice, SliceOptions } from '../slice.ts';

export type ReputationVerbs = object;

export const createReputation = (_options: SliceOptions): Slice<ReputationVerbs> => ({
  verbs: {},
  consumers: [],
});
