import type { AnswerOf, BotFlag, ProfitDay, Routes, UserId } from '@mesh-markets/contract';
import type { z } from 'zod';
import type { Slice, SliceOptions } from '../slice.ts';
import { flagBot } from './flagBot.ts';
import { getLeaderboard } from './leaderboard.ts';
import { getProfitHistory } from './profitHistory.ts';
import { projectMarkets } from './projectMarkets.ts';
import { rebuildStatistics, type StatisticsLag, statisticsLag } from './rebuildStatistics.ts';

export interface ReputationVerbs {
  readonly getLeaderboard: (
    query: z.output<Routes['getLeaderboard']['query']>,
    viewer?: UserId,
  ) => Promise<AnswerOf<'getLeaderboard'>>;
  /** @throws Refusal NOT_FOUND */
  readonly getProfitHistory: (handle: string) => Promise<{ days: ProfitDay[] }>;
  /** Without a `userId` it is the operator who says so. @throws Refusal FORBIDDEN, NOT_FOUND */
  readonly flagBot: (flag: { userId?: UserId; handle: string; bot: boolean }) => Promise<BotFlag>;
  /** Forgets what was derived of people's trades and derives it again from the logs. Can run beside a server. */
  readonly rebuildStatistics: (onProgress?: (left: StatisticsLag) => void) => Promise<void>;
  /** What the statistics do not know of yet; nothing at all when they are complete. */
  readonly statisticsLag: () => Promise<StatisticsLag>;
}

export const createReputation = ({ pool }: SliceOptions): Slice<ReputationVerbs> => ({
  verbs: {
    getLeaderboard: (query, viewer) => getLeaderboard(pool, query, viewer),
    getProfitHistory: (handle) => getProfitHistory(pool, handle),
    flagBot: (flag) => flagBot(pool, flag),
    rebuildStatistics: (onProgress) => rebuildStatistics(pool, onProgress),
    statisticsLag: () => statisticsLag(pool),
  },
  consumers: [
    {
      name: 'reputation',
      kinds: ['TRADED', 'RESOLVED', 'CORRECTED', 'STATISTICS_DUE'],
      consume: projectMarkets,
    },
  ],
});
