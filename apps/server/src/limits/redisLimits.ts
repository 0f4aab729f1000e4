import { createHash } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import { Redis } from 'ioredis';
import type { Bucket, LimitStore, Taken } from './limitStore.ts';

/** Longer than this no request waits for Redis: then this process counts for itself. */
const PATIENCE_MS = 250;
/** How often it is asked whether it is there again. */
const ASK_AGAIN_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/*
 * All windows of a request at once, so that nobody slips through between a look and a count. A window opens with its first use and
 * goes away by itself when it ends. ARGV: for each key how many, and how long in milliseconds. Answers whether it was counted, then
 * for each key how many there are and when it ends.
 */
const TAKE = `
local answer = {1}
for i, key in ipairs(KEYS) do
  local used = tonumber(redis.call('GET', key) or '0')
  local ends = redis.call('PTTL', key)
  if ends < 0 then
    used = 0
    ends = tonumber(ARGV[2 * i])
  end
  if used >= tonumber(ARGV[2 * i - 1]) then answer[1] = 0 end
  answer[2 * i] = used
  answer[2 * i + 1] = ends
end
if answer[1] == 0 then return answer end
for i, key in ipairs(KEYS) do
  if answer[2 * i] == 0 then
    redis.call('SET', key, 1, 'PX', ARGV[2 * i])
  else
    redis.call('INCR', key)
  end
  answer[2 * i] = answer[2 * i] + 1
end
return answer
`;

export interface RedisLimitsOptions {
  readonly url: string;
  /** All processes of an instance share it: two instances on one Redis do not count each other's people. */
  readonly authSecret: string;
  readonly log: FastifyBaseLogger;
  /** Counts while Redis is away. */
  readonly meanwhile: LimitStore;
}

export interface RedisLimits extends LimitStore {
  /** Whether all processes count together now. */
  readonly isShared: () => boolean;
  readonly stop: () => void;
}

type TakeCommand = (keyCount: number, ...keysAndNumbers: (string | number)[]) => Promise<number[]>;

const takenOf = ([allowed, ...figures]: readonly number[], buckets: readonly Bucket[]): Taken => ({
  allowed: allowed === 1,
  levels: buckets.map((_, i) => ({ used: figures[2 * i]!, endsInMs: figures[2 * i + 1]! })),
});

const connect = (url: string): Redis =>
  new Redis(url, {
    enableOfflineQueue: false,
    // What was on its way when the connection broke has been counted here by then.
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: PATIENCE_MS,
    retryStrategy: (tries) => Math.min(tries * 200, LONGEST_PAUSE_MS),
    connectionName: 'mesh-markets',
  });

/**
 * Counts in Redis, in one round trip a request. While Redis is away or slow nobody waits for it: one request waits {@link PATIENCE_MS} at
 * most, those after it are counted in this process at once, and a question in the background finds out when Redis is back.
 */
export const createRedisLimits = ({ url, authSecret, log, meanwhile }: RedisLimitsOptions): RedisLimits => {
  const instance = createHash('sha256').update(`limits ${authSecret}`).digest('hex').slice(0, 16);
  const prefix = `mesh-markets:limit:${instance}:`;
  const redis = connect(url);
  redis.defineCommand('takeFromBuckets', { lua: TAKE });
  const { takeFromBuckets } = redis as unknown as { takeFromBuckets: TakeCommand };
  let shared: boolean | undefined;
  let question: NodeJS.Timeout | undefined;

  const back = (): void => {
    clearInterval(question);
    question = undefined;
    if (shared === true) return;
    shared = true;
    log.info('Redis counts the limits of all servers together');
  };
  const ask = (): void => {
    if (redis.status !== 'ready') return;
    redis.ping().then(back, () => undefined);
  };
  const away = (error?: unknown): void => {
    if (shared === false) return;
    shared = false;
    log.warn({ err: error }, 'Redis does not answer; each server counts its limits for itself');
    question ??= setInterval(ask, ASK_AGAIN_MS);
  };
  redis.on('ready', back);
  redis.on('close', () => away());
  // The reason; that it is away was said.
  redis.on('error', (error) => log.debug({ err: error }, 'Redis'));

  return {
    isShared: () => shared === true,
    take: async (buckets) => {
      if (shared !== true) return meanwhile.take(buckets);
      try {
        const keys = buckets.map(({ key }) => prefix + key);
        const numbers = buckets.flatMap(({ most, windowMs }) => [most, windowMs]);
        return takenOf(await takeFromBuckets.call(redis, keys.length, ...keys, ...numbers), buckets);
      } catch (error) {
        away(error);
        return meanwhile.take(buckets);
      }
    },
    stop: () => {
      clearInterval(question);
      redis.removeAllListeners('close');
      redis.disconnect();
    },
  };
};
