import type { MarketId, Post, PostId } from '@mesh-markets/contract';
import type { Slice, SliceOptions } from '../slice.ts';
import { type Changes, lookForChanges, type Shown } from './lookForChanges.ts';
import { type LiveMarket, readLiveMarket } from './readLiveMarket.ts';
import { readPosts } from './readPosts.ts';

/** What a live stream reads; it writes nothing. */
export interface LiveVerbs {
  /** @throws Refusal NOT_FOUND */
  readonly readLiveMarket: (id: MarketId, since?: number) => Promise<LiveMarket>;
  readonly readPosts: (ids: readonly PostId[]) => Promise<Post[]>;
  readonly lookForChanges: (shown: Shown) => Promise<Changes>;
}

export const createLive = ({ pool }: SliceOptions): Slice<LiveVerbs> => ({
  verbs: {
    readLiveMarket: (id, since) => readLiveMarket(pool, id, since),
    readPosts: (ids) => readPosts(pool, ids),
    lookForChanges: (shown) => lookForChanges(pool, shown),
  },
  consumers: [],
});
