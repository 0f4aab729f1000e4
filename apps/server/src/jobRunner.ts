import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { type Runner, type RunnerOptions, run } from 'graphile-worker';

const STARTS_AGAIN_AFTER_MS = 1_000;
/** For jobs under way when a runner ends; the library tells them to stop after half of it. */
const ENDS_WITHIN_MS = 10_000;

/** Unbatched, the library lets the failure to note how a job ended go unhandled, which would end the process. */
const preset = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } };

/** Waits for something, but not for ever. */
const atMost = async (milliseconds: number, something: Promise<unknown>): Promise<void> => {
  const over = new AbortController();
  try {
    await Promise.race([something, wait(milliseconds, undefined, { signal: over.signal })]);
  } finally {
    over.abort();
  }
};

/**
 * Until a runner has ended, or had its time to: when it could not note how a job ended, the library counts what it still waits for wrongly
 * now and then, and waits for ever.
 */
const endOf = async (runner: Runner): Promise<void> => {
  let isEnding = (): void => undefined;
  const ending = new Promise<void>((resolve) => {
    isEnding = resolve;
  });
  runner.events.once('pool:gracefulShutdown', isEnding);
  await Promise.race([runner.promise, ending]);
  await atMost(ENDS_WITHIN_MS, runner.promise);
};

/**
 * Keeps a job runner going: one that gives up, as it does when the database takes a session from it at the wrong moment, is followed by
 * another.
 */
export const keepRunning = async (
  options: RunnerOptions,
  log: Pick<FastifyBaseLogger, 'error'>,
): Promise<Pick<Runner, 'addJob' | 'stop'>> => {
  const stopping = new AbortController();
  const start = (): Promise<Runner> => run({ ...options, preset });
  let runner = await start();

  const startAgain = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await wait(STARTS_AGAIN_AFTER_MS, undefined, { signal: stopping.signal, ref: false });
      try {
        runner = await start();
        return;
      } catch (error) {
        log.error({ err: error }, 'the job runner did not start again');
      }
    }
  };

  const follow = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await endOf(runner).catch((error: unknown) => log.error({ err: error }, 'the job runner ended'));
      // Interrupted by the end of the server.
      await startAgain().catch(() => undefined);
    }
  };
  const followed = follow();

  return {
    addJob: (...job) => runner.addJob(...job),
    stop: async () => {
      stopping.abort();
      // It may have ended by itself.
      await atMost(ENDS_WITHIN_MS, runner.stop()).catch(() => undefined);
      await followed;
    },
  };
};
