import type { WebhookId } from '@mesh-markets/contract';
import type { Engine } from '@mesh-markets/engine';
import type { FastifyBaseLogger } from 'fastify';
import type { TaskList } from 'graphile-worker';
import type { Settings } from '../settings.ts';
import { type DeliverOptions, deliverWebhooks } from '../webhooks/deliverWebhooks.ts';
import { createSecretBox } from '../webhooks/secretBox.ts';
import { deliverSegment, type SegmentOptions } from './segment.ts';

export interface EventTasksOptions {
  readonly engine: DeliverOptions['engine'] &
    SegmentOptions['engine'] &
    Pick<Engine, 'listDueEndpoints' | 'expireEvents'>;
  readonly log: FastifyBaseLogger;
  readonly settings: Pick<Settings, 'webhooksAllowPrivate' | 'segment' | 'eventsKeptDays'>;
  readonly authSecret: string;
}

/** Jobs that tell others what happened. Each failure is written down where an admin sees it, and tried again from there. */
export const eventTasks = ({ engine, log, settings, authSecret }: EventTasksOptions): TaskList => {
  const delivering: DeliverOptions = {
    engine,
    secrets: createSecretBox(authSecret),
    allowPrivate: settings.webhooksAllowPrivate,
    log,
  };
  const sendToSegment = async (signal: AbortSignal | undefined): Promise<void> => {
    if (settings.segment) await deliverSegment({ ...settings.segment, engine, authSecret, log }, signal);
  };
  return {
    deliverWebhooks: async (payload, { abortSignal }) => {
      await deliverWebhooks((payload as { endpointId: WebhookId }).endpointId, delivering, abortSignal);
    },
    deliverSegment: (_payload, { abortSignal }) => sendToSegment(abortSignal),
    // What a lost process left behind.
    sweepEvents: async (_payload, { abortSignal }) => {
      for (const endpointId of await engine.listDueEndpoints()) await engine.queueNextTry(endpointId);
      await sendToSegment(abortSignal);
    },
    expireEvents: async () => {
      const { deleted } = await engine.expireEvents(settings.eventsKeptDays);
      log.debug({ deleted }, 'deleted old events');
    },
  };
};
