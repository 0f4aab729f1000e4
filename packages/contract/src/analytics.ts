import { z } from 'zod';
import { Balance, Probability, ShareTotal, SignedCredits } from './amounts.ts';
import { MarketId, TradeId, UserId, WebhookDeliveryId, WebhookId } from './ids.ts';
import { MarketType, Timestamp } from './market.ts';
import { Question, ShortNote } from './text.ts';

export const EventType = z
  .enum([
    'market_created',
    'market_traded',
    'market_closed',
    'market_proposed',
    'market_disputed',
    'market_resolved',
    'market_corrected',
    'user_signed_up',
  ])
  .meta({ id: 'EventType' });
export type EventType = z.infer<typeof EventType>;

const eventOf = <const Type extends string, Data extends z.ZodType>(type: Type, data: Data) =>
  z.strictObject({ type: z.literal(type), timestamp: Timestamp, data });

const index = z.int().min(0).max(63);

const verdict = {
  kind: z.enum(['OUTCOME', 'WEIGHTED', 'N_A']),
  outcome: index.nullable(),
  /** Basis points per outcome; null for a void market. */
  weights: z.array(z.int()).nullable(),
};

const settled = {
  marketId: MarketId,
  /** Null when it was the operator of the server. */
  userId: UserId.nullable(),
  ...verdict,
  paidCredits: Balance,
  holdersPaid: z.int().min(0),
  returnedCredits: Balance,
};

/** What a webhook's body says, by its `type`. `timestamp` is when it happened; `userId` is whose doing it was. */
export const WebhookEvent = z
  .discriminatedUnion('type', [
    eventOf(
      'market_created',
      z.strictObject({
        marketId: MarketId,
        userId: UserId,
        question: Question,
        marketType: MarketType,
        outcomes: z.array(z.string()),
        liquidity: z.int(),
        subsidy: Balance,
        closesAt: Timestamp,
      }),
    ),
    eventOf(
      'market_traded',
      z.strictObject({
        marketId: MarketId,
        tradeId: TradeId,
        userId: UserId,
        action: z.enum(['BUY', 'SELL']),
        outcome: index,
        shares: ShareTotal,
        /** Positive when paid, negative when credits came back. */
        credits: SignedCredits,
        /** Of the traded outcome, before and after. */
        probabilityBefore: Probability,
        probability: Probability,
      }),
    ),
    eventOf(
      'market_closed',
      z.strictObject({
        marketId: MarketId,
        /** Who closed it early; null when it closed by the clock. */
        userId: UserId.nullable(),
        trades: z.int().min(0),
        volume: Balance,
        traders: z.int().min(0),
      }),
    ),
    eventOf(
      'market_proposed',
      z.strictObject({
        marketId: MarketId,
        userId: UserId,
        ...verdict,
        /** Counts the proposals of the market. */
        version: z.int().min(1),
        /** Until when it may be disputed. */
        finalAt: Timestamp,
      }),
    ),
    eventOf(
      'market_disputed',
      z.strictObject({ marketId: MarketId, userId: UserId, version: z.int().min(1), reason: z.string() }),
    ),
    eventOf('market_resolved', z.strictObject(settled)),
    eventOf(
      'market_corrected',
      z.strictObject({
        ...settled,
        /** Paid by the house for what could not be taken back; below 0 when it got some of that back. */
        coveredCredits: SignedCredits,
        /** What people still have that is not theirs by this result. */
        missingCredits: Balance,
      }),
    ),
    eventOf('user_signed_up', z.strictObject({ userId: UserId })),
    eventOf('test', z.strictObject({ message: z.string() })),
  ])
  .meta({ id: 'WebhookEvent' });
export type WebhookEvent = z.infer<typeof WebhookEvent>;

// ------------------------------------------------------------------ webhooks

const WebhookUrl = z
  .url({ protocol: /^https?$/, error: 'Must be an address like https://example.org/hooks.' })
  .max(2000, 'Must be at most 2,000 characters.');
const EventTypes = z.array(EventType).min(1, 'Choose at least one event.').max(EventType.options.length);

export const CreateWebhookBody = z.strictObject({
  url: WebhookUrl,
  description: ShortNote.default(''),
  eventTypes: EventTypes,
});

export const UpdateWebhookBody = z.strictObject({
  url: WebhookUrl.optional(),
  description: ShortNote.optional(),
  eventTypes: EventTypes.optional(),
  enabled: z.boolean().optional(),
});

export const Webhook = z
  .object({
    id: WebhookId,
    url: z.string(),
    description: z.string(),
    eventTypes: z.array(EventType),
    enabled: z.boolean(),
    /** Why it is off: an admin said so, it answered 410, or nothing got through for days. */
    disabledReason: z.enum(['ADMIN', 'GONE', 'FAILING']).optional(),
    /** Attempts that failed since the last that worked. */
    failuresInARow: z.int().min(0),
    failingSince: Timestamp.optional(),
    /** Until then the secret before the last rotation signs too. */
    previousSecretUntil: Timestamp.optional(),
    createdAt: Timestamp,
    /** Of the last 24 hours. */
    recent: z.object({ delivered: z.int(), pending: z.int(), failed: z.int() }),
  })
  .meta({ id: 'Webhook' });
export type Webhook = z.infer<typeof Webhook>;

export const WebhookDelivery = z
  .object({
    id: WebhookDeliveryId,
    /** The `webhook-id` its receiver sees. */
    eventId: z.string(),
    eventType: z.string(),
    state: z.enum(['PENDING', 'DELIVERED', 'FAILED']),
    attempts: z.int().min(0),
    createdAt: Timestamp,
    /** While it is pending. */
    nextTryAt: Timestamp.optional(),
    /** Of the last attempt. */
    attemptedAt: Timestamp.optional(),
    status: z.int().optional(),
    latencyMs: z.int().optional(),
    problem: z.string().optional(),
    bodySha256: z.string().optional(),
    /** The body as it is sent. */
    body: z.string(),
  })
  .meta({ id: 'WebhookDelivery' });
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;

// ------------------------------------------------------------------ dashboard

const count = z.int().min(0);

export const DashboardDay = z.object({
  /** A day of UTC, as 2026-01-31. */
  day: z.iso.date(),
  trades: count,
  volume: Balance,
  /** People who traded that day. */
  traders: count,
  /** Shares people held in unresolved markets at its end. */
  openInterest: z.number(),
  signUps: count,
  markets: count,
});
export type DashboardDay = z.infer<typeof DashboardDay>;

export const Dashboard = z
  .object({
    days: z.array(DashboardDay),
    /** People who traded in the whole range. */
    traders: count,
    people: count,
    openInterest: z.number(),
    markets: z.object({ open: count, awaiting: count, resolved: count }),
    /** Credits by where they are. `issued` is what the issuer has given out; the rest sum to it. */
    credits: z.object({ issued: Balance, wallets: Balance, escrows: Balance, house: Balance }),
    /** Of this server process since its start, in seconds. */
    tradeLatency: z.object({
      trades: count,
      p50: z.number().optional(),
      p95: z.number().optional(),
      /** Trades that took at most so long, and longer than the step before; the last step has no end. */
      steps: z.array(z.object({ upTo: z.number().optional(), trades: count })),
    }),
    outbox: z.object({
      waiting: count,
      failed: count,
      oldestAt: Timestamp.optional(),
      problems: z.array(z.object({ kind: z.string(), problem: z.string(), attempts: count })),
    }),
    /** Of the last 24 hours. */
    deliveries: z.object({ delivered: count, pending: count, failed: count }),
    segment: z
      .object({ behind: count, sentAt: Timestamp.optional(), problem: z.string().optional() })
      .optional(),
  })
  .meta({ id: 'Dashboard' });
export type Dashboard = z.infer<typeof Dashboard>;
