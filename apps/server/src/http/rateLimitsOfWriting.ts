import type { Settings } from '../settings.ts';
import { createRateLimit, type RateLimit } from './rateLimit.ts';

const HOUR = 3600;

/** What everybody sees in their feed is written slowly: posts and markets count by themselves. */
export const createWritingLimits = ({
  postsPerHour,
  marketsPerHour,
}: Pick<Settings, 'postsPerHour' | 'marketsPerHour'>): {
  postLimit: RateLimit;
  marketLimit: RateLimit;
} => ({
  postLimit: createRateLimit({
    name: 'posts',
    max: postsPerHour,
    windowSeconds: HOUR,
    sentence: `You can post ${postsPerHour} times an hour. Come back a little later.`,
  }),
  marketLimit: createRateLimit({
    name: 'markets',
    max: marketsPerHour,
    windowSeconds: HOUR,
    sentence: `You can open ${marketsPerHour} markets an hour. Come back a little later.`,
  }),
});
