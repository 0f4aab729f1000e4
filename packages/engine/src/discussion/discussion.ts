import type { Slice, SliceOptions } from '../slice.ts';

export type DiscussionVerbs = object;

export const createDiscussion = (_options: SliceOptions): Slice<DiscussionVerbs> => ({
  verbs: {},
  consumers: [],
});
