import type { FastifyBaseLogger } from 'fastify';
import type { Metrics } from '../metrics.ts';
import type { Settings } from '../settings.ts';
import { createMemoryLimits } from './memoryLimits.ts';
import { createRateLimits, type RateLimits } from './rateLimits.ts';
import { createRedisLimits } from './redisLimits.ts';

export interface LimitsOptions {
  readonly settings: Pick<Settings, 'limits' | 'peoplePerAddress' | 'keyLimitPercent' | 'redisUrl'>;
  readonly authSecret: string;
  readonly log: FastifyBaseLogger;
  readonly metrics: Pick<Metrics, 'observeLimits'>;
}

/** The limits, counted in Redis for all servers together where there is one. */
export const setUpLimits = ({
  settings,
  authSecret,
  log,
  metrics,
}: LimitsOptions): { limits: RateLimits; stop: () => void } => {
  const { redisUrl: url } = settings;
  if (url === undefined) return { limits: createRateLimits(settings), stop: () => undefined };
  const store = createRedisLimits({ url, authSecret, log, meanwhile: createMemoryLimits() });
  metrics.observeLimits(store.isShared);
  return { limits: createRateLimits({ ...settings, store }), stop: store.stop };
};
