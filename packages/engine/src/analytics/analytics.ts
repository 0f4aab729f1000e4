import type {
  AnswerOf,
  UserId,
  Webhook,
  WebhookDelivery,
  WebhookDeliveryId,
  WebhookId,
} from '@mesh-markets/contract';
import type { Slice, SliceOptions } from '../slice.ts';
import { tradeCounter } from './countTrades.ts';
import { type DashboardFigures, getDashboard } from './dashboard.ts';
import {
  type ClaimedDelivery,
  claimDeliveries,
  type DeliveryOutcome,
  expireEvents,
  listDueEndpoints,
  queueNextTry,
  recordDelivery,
} from './deliveries.ts';
import { listWebhookDeliveries, replayWebhookDelivery, testWebhook } from './deliveryLog.ts';
import { claimSegmentEvents, type LoggedEvent, recordSegment, useSegment } from './segment.ts';
import {
  createWebhook,
  deleteWebhook,
  listWebhooks,
  type NewWebhook,
  rotateWebhookSecret,
  updateWebhook,
  type WebhookChange,
} from './webhooks.ts';
import { eventWriter } from './writeEvents.ts';

/** What admins see and set, and what the jobs that send events work with. The former refuse everyone else with FORBIDDEN. */
export interface AnalyticsVerbs {
  readonly getDashboard: (userId: UserId, days: number) => Promise<DashboardFigures>;
  readonly listWebhooks: (userId: UserId) => Promise<{ webhooks: Webhook[] }>;
  readonly createWebhook: (webhook: NewWebhook) => Promise<Webhook>;
  readonly updateWebhook: (change: WebhookChange) => Promise<Webhook>;
  readonly deleteWebhook: (userId: UserId, id: WebhookId) => Promise<void>;
  readonly rotateWebhookSecret: (rotation: {
    userId: UserId;
    id: WebhookId;
    sealedSecret: string;
  }) => Promise<Webhook>;
  readonly testWebhook: (userId: UserId, id: WebhookId) => Promise<WebhookDelivery>;
  readonly listWebhookDeliveries: (
    userId: UserId,
    id: WebhookId,
    query: { cursor?: string | undefined; limit: number },
  ) => Promise<AnswerOf<'listWebhookDeliveries'>>;
  readonly replayWebhookDelivery: (userId: UserId, id: WebhookDeliveryId) => Promise<WebhookDelivery>;

  readonly claimDeliveries: (endpointId: WebhookId, limit: number) => Promise<ClaimedDelivery[]>;
  readonly recordDelivery: (id: WebhookDeliveryId, outcome: DeliveryOutcome) => Promise<void>;
  readonly queueNextTry: (endpointId: WebhookId) => Promise<void>;
  readonly listDueEndpoints: () => Promise<WebhookId[]>;
  readonly useSegment: (used: boolean) => Promise<void>;
  readonly claimSegmentEvents: (limit: number) => Promise<LoggedEvent[]>;
  readonly recordSegment: (
    outcome: { readonly upTo: number; readonly problem?: string } | { readonly problem: string },
  ) => Promise<void>;
  readonly expireEvents: (days: number) => Promise<{ deleted: number }>;
}

export const createAnalytics = ({ pool }: SliceOptions): Slice<AnalyticsVerbs> => ({
  verbs: {
    getDashboard: (userId, days) => getDashboard(pool, userId, days),
    listWebhooks: (userId) => listWebhooks(pool, userId),
    createWebhook: (webhook) => createWebhook(pool, webhook),
    updateWebhook: (change) => updateWebhook(pool, change),
    deleteWebhook: (userId, id) => deleteWebhook(pool, userId, id),
    rotateWebhookSecret: (rotation) => rotateWebhookSecret(pool, rotation),
    testWebhook: (userId, id) => testWebhook(pool, userId, id),
    listWebhookDeliveries: (userId, id, query) => listWebhookDeliveries(pool, userId, id, query),
    replayWebhookDelivery: (userId, id) => replayWebhookDelivery(pool, userId, id),
    claimDeliveries: (endpointId, limit) => claimDeliveries(pool, endpointId, limit),
    recordDelivery: (id, outcome) => recordDelivery(pool, id, outcome),
    queueNextTry: (endpointId) => queueNextTry(pool, endpointId),
    listDueEndpoints: () => listDueEndpoints(pool),
    useSegment: (used) => useSegment(pool, used),
    claimSegmentEvents: (limit) => claimSegmentEvents(pool, limit),
    recordSegment: (outcome) => recordSegment(pool, outcome),
    expireEvents: (days) => expireEvents(pool, days),
  },
  consumers: [tradeCounter, eventWriter],
});
