import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Refusal } from '@mesh-markets/engine';
import type { Drawn } from './imageWorker.ts';
import type { MarketCard } from './marketCard.ts';

/** Drawing takes tens of milliseconds; who would wait longer than this is told to come back. */
const MOST_WAITING = 16;
const LONGEST_MS = 10_000;
/** An idle thread keeps its fonts for a while, then gives the memory back. */
const IDLE_MS = 60_000;
const MEMORY_MB = 192;

/**
 * Draws one picture after the other in a thread of its own, so that a trade never waits for one. The thread is started by the first
 * picture and ends when there have been none for a while.
 */
export const createImageRenderer = () => {
  let worker: Worker | undefined;
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;

  const stop = async (): Promise<void> => {
    clearTimeout(idle);
    const ending = worker;
    worker = undefined;
    await ending?.terminate();
  };

  const start = (): Worker => {
    const started = new Worker(new URL('./imageWorker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    // Whoever waits for a picture hears of it; without a listener it would end the process.
    started.on('error', () => {
      if (worker === started) worker = undefined;
    });
    started.unref();
    return started;
  };

  const draw = async (card: MarketCard): Promise<Buffer> => {
    clearTimeout(idle);
    worker ??= start();
    try {
      const answer = once(worker, 'message', { signal: AbortSignal.timeout(LONGEST_MS) });
      worker.postMessage(card);
      const [drawn] = (await answer) as [Drawn];
      if ('problem' in drawn) throw new Error(`a picture could not be drawn: ${drawn.problem}`);
      return Buffer.from(drawn.png);
    } catch (error) {
      await stop();
      throw error;
    } finally {
      idle = setTimeout(() => void stop(), IDLE_MS).unref();
    }
  };

  /** @throws Refusal OVERLOADED when too many wait already */
  const render = (card: MarketCard): Promise<Buffer> => {
    if (waiting >= MOST_WAITING) {
      throw new Refusal('OVERLOADED', 'Many pictures are being drawn. Try again in a moment.', {
        retryAfterSeconds: 2,
      });
    }
    waiting += 1;
    const drawn = last.then(() => draw(card));
    last = drawn.then(
      () => undefined,
      () => undefined,
    );
    return drawn.finally(() => {
      waiting -= 1;
    });
  };

  return { render, stop };
};

export type ImageRenderer = ReturnType<typeof createImageRenderer>;
