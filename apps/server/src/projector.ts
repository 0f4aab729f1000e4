import type { Engine } from '@mesh-markets/engine';
import type { FastifyBaseLogger } from 'fastify';

/** How long a fact that nobody announced may lie: what another process wrote, or what was put off. */
const LOOK_EVERY_MS = 1_000;
/** A burst of writes is handled together. */
const GATHER_MS = 100;

/**
 * Handles what happened, a moment after it happened: the engine's outbox holds it until then, whatever becomes of this process. With
 * several processes on one database one at a time is at work.
 */
export const startProjector = (
  engine: Pick<Engine, 'projectOutbox' | 'subscribe'>,
  log: FastifyBaseLogger,
): { readonly stop: () => Promise<void> } => {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let due = 0;
  let running: Promise<void> = Promise.resolve();

  const work = async (): Promise<void> => {
    try {
      while (!stopped && (await engine.projectOutbox()).more);
    } catch (error) {
      log.error({ err: error }, 'the outbox could not be read; trying again');
    }
  };
  const schedule = (inMs: number): void => {
    const at = performance.now() + inMs;
    if (stopped || (timer !== undefined && due <= at)) return;
    clearTimeout(timer);
    due = at;
    timer = setTimeout(() => {
      timer = undefined;
      running = running.then(work).then(() => schedule(LOOK_EVERY_MS));
    }, inMs);
  };
  const unsubscribe = engine.subscribe(() => schedule(GATHER_MS));
  schedule(0);
  return {
    stop: async () => {
      stopped = true;
      unsubscribe();
      clearTimeout(timer);
      await running;
    },
  };
};
