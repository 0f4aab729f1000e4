import type { Engine, openPool } from '@mesh-markets/engine';
import type { FastifyBaseLogger } from 'fastify';
import { Logger } from 'graphile-worker';
import { type EventTasksOptions, eventTasks } from './analytics/eventTasks.ts';
import { auditCron, auditTasks } from './audit/auditTask.ts';
import { keepRunning } from './jobRunner.ts';
import { type AccountMailTasksOptions, accountMailCron, accountMailTasks } from './mail/accountMailTasks.ts';
import {
  deliverPromptly,
  type MessageTasksOptions,
  messageCron,
  messageTasks,
} from './notifications/messageTasks.ts';
import type { Settings } from './settings.ts';
import type { Telemetry } from './telemetry/loadTelemetry.ts';
import { traceTasks } from './telemetry/traceVerbs.ts';

/** Long enough for any client that retries, and the table stays small. */
const KEYS_KEPT_HOURS = 48;

const JOBS_AT_ONCE = 5;

// A run that fails is not tried again: the next one does the same work.
const cronFor = ({ ledgerChain }: Pick<Settings, 'ledgerChain'>): string =>
  [
    '* * * * * closeDueMarkets ?max=1&jobKey=closeDueMarkets',
    '* * * * * finishProposals ?max=1&jobKey=finishProposals',
    ...(ledgerChain ? ['* * * * * extendChain ?max=1&jobKey=extendChain'] : []),
    auditCron,
    '17 * * * * expireIdempotencyKeys ?max=1&jobKey=expireIdempotencyKeys',
    '* * * * * sweepEvents ?max=1&jobKey=sweepEvents',
    messageCron,
    accountMailCron,
    '23 * * * * expireEvents ?max=1&jobKey=expireEvents',
  ].join('\n');

export interface JobsOptions {
  /** Of the owner: the job runner makes and migrates a schema of its own. */
  readonly pool: Awaited<ReturnType<typeof openPool>>;
  readonly engine: Pick<
    Engine,
    'extendChain' | 'closeDueMarkets' | 'finishProposals' | 'expireIdempotencyKeys' | 'lastAudit' | 'runAudit'
  > &
    EventTasksOptions['engine'] &
    AccountMailTasksOptions['engine'] &
    MessageTasksOptions['engine'];
  readonly messenger: MessageTasksOptions['messenger'];
  readonly log: FastifyBaseLogger;
  readonly settings: Pick<Settings, 'ledgerChain'> &
    EventTasksOptions['settings'] &
    AccountMailTasksOptions['settings'];
  readonly authSecret: string;
  readonly telemetry?: Telemetry | undefined;
}

const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const;

/**
 * Runs what has to happen without anyone asking. Of several servers on one database each job runs on one. Nothing depends on
 * a job being on time: the engine refuses trades after closing by the database's clock.
 */
export const startJobs = async ({
  pool,
  engine,
  log,
  settings,
  authSecret,
  messenger,
  telemetry,
}: JobsOptions): Promise<{ stop: () => Promise<void> }> => {
  // The runner holds a client for LISTEN; without a listener its loss would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const runner = await keepRunning(
    {
      pgPool: pool,
      // Jobs mostly wait for others to answer.
      concurrency: JOBS_AT_ONCE,
      noHandleSignals: true,
      crontab: cronFor(settings),
      logger: new Logger(() => (level, message, meta) => log[levels[level]](meta ?? {}, message)),
      taskList: traceTasks(telemetry, {
        ...auditTasks(engine, log),
        closeDueMarkets: async () => {
          const { closed } = await engine.closeDueMarkets();
          if (closed > 0) log.info({ closed }, 'closed markets');
        },
        finishProposals: async () => {
          const { paid } = await engine.finishProposals();
          if (paid > 0) log.info({ paid }, 'paid results that were proposed');
        },
        // A server takes only jobs that it has a task for, so one that is not told to chain leaves this to those that are.
        ...(settings.ledgerChain && {
          extendChain: async () => {
            const { links, transfers } = await engine.extendChain();
            if (links > 0) log.debug({ links, transfers }, 'chained transfers');
          },
        }),
        expireIdempotencyKeys: async () => {
          const { deleted } = await engine.expireIdempotencyKeys(KEYS_KEPT_HOURS);
          log.debug({ deleted }, 'deleted old idempotency keys');
        },
        ...messageTasks({ engine, messenger, log }),
        ...accountMailTasks({ engine, settings, log }),
        ...eventTasks({ engine, log, settings, authSecret }),
      }),
    },
    log,
  );
  if ((await engine.lastAudit()) === undefined) {
    await runner.addJob('auditBooks', {}, { jobKey: 'auditBooks', maxAttempts: 1 });
  }
  if (settings.ledgerChain) await runner.addJob('extendChain', {}, { jobKey: 'extendChain', maxAttempts: 1 });
  const stopPrompting = deliverPromptly({ engine, messenger, log }, runner);
  return {
    stop: async () => {
      stopPrompting();
      messenger.stop();
      await runner.stop();
    },
  };
};
