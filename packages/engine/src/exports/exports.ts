import type { Slice, SliceOptions } from '../slice.ts';

export type ExportsVerbs = object;

export const createExports = (_options: SliceOptions): Slice<ExportsVerbs> => ({ verbs: {}, consumers: [] });
