import { z } from 'zod';

/** An id is an opaque string of digits on the wire and in TypeScript; only SQL knows that it is a number. */
const idOf = <Name extends string>() =>
  z
    .string()
    .regex(/^[1-9][0-9]{0,15}$/, 'Must be an id: a positive whole number in digits.')
    .brand<Name>();

export const UserId = idOf<'UserId'>();
export type UserId = z.infer<typeof UserId>;
export const MarketId = idOf<'MarketId'>();
export type MarketId = z.infer<typeof MarketId>;
export const PostId = idOf<'PostId'>();
export type PostId = z.infer<typeof PostId>;
export const TransferId = idOf<'TransferId'>();
export type TransferId = z.infer<typeof TransferId>;
export const ApiKeyId = idOf<'ApiKeyId'>();
export type ApiKeyId = z.infer<typeof ApiKeyId>;
export const CommentId = idOf<'CommentId'>();
export type CommentId = z.infer<typeof CommentId>;
export const ReportId = idOf<'ReportId'>();
export type ReportId = z.infer<typeof ReportId>;
export const PasskeyId = idOf<'PasskeyId'>();
export type PasskeyId = z.infer<typeof PasskeyId>;
export const BanId = idOf<'BanId'>();
export type BanId = z.infer<typeof BanId>;
export const DeedId = idOf<'DeedId'>();
export type DeedId = z.infer<typeof DeedId>;
export const InvitationId = idOf<'InvitationId'>();
export type InvitationId = z.infer<typeof InvitationId>;
export const WebhookId = idOf<'WebhookId'>();
export type WebhookId = z.infer<typeof WebhookId>;
export const WebhookDeliveryId = idOf<'WebhookDeliveryId'>();
export type WebhookDeliveryId = z.infer<typeof WebhookDeliveryId>;

/** `{marketId}-{seq}`: a trade is named by its place in its market's one order. */
export const TradeId = z
  .string()
  .regex(/^[1-9][0-9]{0,15}-[1-9][0-9]{0,15}$/)
  .brand<'TradeId'>();
export type TradeId = z.infer<typeof TradeId>;

export const tradeId = (marketId: MarketId, seq: number): TradeId => `${marketId}-${seq}` as TradeId;

/** The client makes it and keeps it before sending, so a retry after a lost answer is safe. */
export const IdempotencyKey = z.uuid('Must be a UUID.').brand<'IdempotencyKey'>();
export type IdempotencyKey = z.infer<typeof IdempotencyKey>;

/** Where the next page starts; opaque to everyone but the engine. */
export const Cursor = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9_-]+$/, 'Must be a cursor from an earlier page.');
