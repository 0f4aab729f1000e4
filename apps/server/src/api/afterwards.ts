import { Refusal } from '@mesh-markets/engine';
import type { FastifyBaseLogger } from 'fastify';

/** At once. Each hashes a password, so more would only make everybody wait. */
const MOST = 200;

/** Work that an answer must not wait for, because how long it takes would say what nobody should learn. */
export const createAfterwards = (log: FastifyBaseLogger) => {
  const running = new Set<Promise<void>>();

  const run = (work: () => Promise<void>): void => {
    if (running.size >= MOST) {
      throw new Refusal('UNAVAILABLE', 'Very many people are joining just now. Try again in a moment.', {
        retryAfterSeconds: 5,
      });
    }
    const ended: Promise<void> = work()
      .catch((error: unknown) => log.error({ err: error }, 'what was to follow an answer failed'))
      .finally(() => running.delete(ended));
    running.add(ended);
  };

  /** Once all of it has ended. */
  const settled = async (): Promise<void> => {
    while (running.size > 0) await Promise.all(running);
  };

  return { run, settled };
};

export type Afterwards = ReturnType<typeof createAfterwards>;
