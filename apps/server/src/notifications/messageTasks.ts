import type { Engine } from '@mesh-markets/engine';
import type { FastifyBaseLogger } from 'fastify';
import type { Runner, TaskList } from 'graphile-worker';
import type { Messenger } from './messenger.ts';

/** What was read is of use to nobody after this; what was not, after twice as long. */
const KEPT_DAYS = 180;
/** A burst of news is looked at together. */
const GATHER_MS = 250;

// The cron is the floor: what nobody announced, was put off, or was left by a server that died.
export const messageCron = [
  '* * * * * deliverMessages ?max=1&jobKey=deliverMessages',
  '*/5 * * * * remindOfMarkets ?max=1&jobKey=remindOfMarkets',
  '41 3 * * * forgetNotifications ?max=1&jobKey=forgetNotifications',
].join('\n');

export interface MessageTasksOptions {
  readonly engine: Pick<Engine, 'remindOfMarkets' | 'forgetNotifications' | 'hasDueMessage' | 'subscribe'>;
  readonly messenger: Messenger;
  readonly log: FastifyBaseLogger;
}

export const messageTasks = ({ engine, messenger, log }: MessageTasksOptions): TaskList => ({
  deliverMessages: () => messenger.deliverDue(),
  remindOfMarkets: async () => {
    const { markets } = await engine.remindOfMarkets();
    if (markets > 0) log.info({ markets }, 'reminded of markets');
  },
  forgetNotifications: async () => {
    const { deleted } = await engine.forgetNotifications(KEPT_DAYS);
    log.debug({ deleted }, 'deleted old notifications');
  },
});

/** Starts delivery a moment after something was queued here, rather than with the next minute. Answers how to stop. */
export const deliverPromptly = (
  { engine, log }: MessageTasksOptions,
  runner: Pick<Runner, 'addJob'>,
): (() => void) => {
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    timer = undefined;
    try {
      if (!(await engine.hasDueMessage())) return;
      await runner.addJob('deliverMessages', {}, { jobKey: 'deliverMessages', maxAttempts: 1 });
    } catch (error) {
      log.debug({ err: error }, 'delivery waits for the next minute');
    }
  };
  const unsubscribe = engine.subscribe(({ kind }) => {
    if (kind === 'USERS') timer ??= setTimeout(() => void look(), GATHER_MS);
  });
  return () => {
    unsubscribe();
    clearTimeout(timer);
  };
};
