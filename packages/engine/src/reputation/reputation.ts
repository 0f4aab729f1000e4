import type { Slice, SliceOptions } from '../slice.ts';
import { projectMarkets } from './projectMarkets.ts';
import { rebuildStatistics, statisticsLag } from './rebuildStatistics.ts';

export interface ReputationVerbs {
  /** Forgets what was derived of people's trades; the projector derives it again from the logs. Answers how many markets that is. */
  readonly rebuildStatistics: () => Promise<{ markets: number }>;
  /** What the statistics do not know of yet; nothing at all when they are complete. */
  readonly statisticsLag: () => Promise<{ trades: number; resolutions: number }>;
}

export const createReputation = ({ pool }: SliceOptions): Slice<ReputationVerbs> => ({
  verbs: {
    rebuildStatistics: () => rebuildStatistics(pool),
    statisticsLag: () => statisticsLag(pool),
  },
  consumers: [
    { name: 'reputation', kinds: ['TRADED', 'RESOLVED', 'STATISTICS_DUE'], consume: projectMarkets },
  ],
});
