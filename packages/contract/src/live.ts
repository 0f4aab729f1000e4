import { z } from 'zod';
import { Balance, ShareTotal } from './amounts.ts';
import { ErrorCode } from './errors.ts';
import { MarketId } from './ids.ts';
import {
  ClosedEarly,
  Market,
  MarketUpdate,
  Proposal,
  Resolution,
  ResolvedOutcome,
  Timestamp,
  Trade,
} from './market.ts';
import { Post } from './social.ts';

/*
 * The live stream at LIVE_PATH: JSON messages over a WebSocket. A client subscribes to topics; of each it first gets a snapshot
 * (or, with `since`, what it missed) and then events. Each event says from where to where it goes: apply it when `from` is not
 * beyond what you know, ignore it when `seq` is not, and subscribe again with `since` when there is a gap.
 */

export const LIVE_PATH = '/api/live';
/** A frame carries at most so many trades, the newest; the rest are in the list of trades. */
export const LIVE_TRADES = 20;
/** Whoever missed at most so many versions of a market gets all trades in between; beyond that, a snapshot. */
export const LIVE_REPLAY = 100;
/** Topics one socket may subscribe to. */
export const LIVE_TOPICS = 200;
/** Largest message a client may send, in bytes. */
export const LIVE_MESSAGE_BYTES = 16 * 1024;

/** Why the server closed a socket. */
export const LIVE_CLOSE = {
  /** The server restarts: come back in a moment. */
  RESTART: 1012,
  /** The socket took in less than was sent: come back and resume. */
  TOO_SLOW: 1013,
  /** Too many messages. */
  FLOOD: 1008,
} as const;

export const MarketTopic = z.templateLiteral(['market:', z.string().regex(/[1-9][0-9]{0,15}/)]);
export type MarketTopic = z.infer<typeof MarketTopic>;

/** `market:{id}`: its odds, trades and state. `feed`: new posts. `user`: what only the signed-in person sees. */
export type LiveTopic = 'feed' | 'user' | MarketTopic;
const topicPattern = /^(feed|user|market:[1-9][0-9]{0,15})$/;
export const LiveTopic = z.custom<LiveTopic>(
  (given) => typeof given === 'string' && topicPattern.test(given),
  'Must be "feed", "user" or "market:" with the id of a market.',
);

export const marketTopic = (id: string): MarketTopic => `market:${id}`;
/** The market a topic is about. */
export const marketOfTopic = (topic: string): MarketId | undefined =>
  topic.startsWith('market:') ? (topic.slice('market:'.length) as MarketId) : undefined;

const Wanted = z.union([LiveTopic, z.strictObject({ topic: LiveTopic, since: z.int().min(0).optional() })]);

export const LiveRequest = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('subscribe'), topics: z.array(Wanted).min(1).max(LIVE_TOPICS) }),
  z.strictObject({ type: z.literal('unsubscribe'), topics: z.array(LiveTopic).min(1).max(LIVE_TOPICS) }),
  z.strictObject({ type: z.literal('ping') }),
]);
export type LiveRequest = z.infer<typeof LiveRequest>;

/** What is known of a market's end, once there is something to know. */
export const MarketEnd = z.object({
  closedAt: Timestamp.optional(),
  closedEarly: ClosedEarly.optional(),
  /** While a result waits to become final; it is gone when this is not there. */
  proposal: Proposal.optional(),
  resolvedAt: Timestamp.optional(),
  outcome: ResolvedOutcome.optional(),
  resolution: Resolution.optional(),
});
export type MarketEnd = z.infer<typeof MarketEnd>;

/** What happened in a market between two of its versions. */
export const MarketEvent = z.object({
  /** The market after it. */
  market: MarketUpdate,
  /** The newest trades of the span, newest first; all of them when they are no more than LIVE_TRADES (in a replay, LIVE_REPLAY). */
  trades: z.array(Trade),
  /** Present when the span holds a change of state. */
  end: MarketEnd.optional(),
  /** The comments under it changed. */
  discussion: z.literal(true).optional(),
  /** Who decides it changed. */
  resolvers: z.literal(true).optional(),
});
export type MarketEvent = z.infer<typeof MarketEvent>;

/** New posts, newest first, as a visitor sees them. */
export const FeedEvent = z.object({ posts: z.array(Post) });
export type FeedEvent = z.infer<typeof FeedEvent>;

export const UserEvent = z.object({
  /** Credits now. */
  balance: Balance.optional(),
  /** Holdings that changed, where they are known. A changed balance without them says: ask for what you show. */
  holdings: z.array(z.object({ marketId: MarketId, outcome: z.int().min(0), shares: ShareTotal })).optional(),
  /** There may be something new among the notifications. */
  notifications: z.literal(true).optional(),
});
export type UserEvent = z.infer<typeof UserEvent>;

const seq = z.int().min(0);

export const LiveSnapshot = z.union([
  /** `seq` is the market's version: it grows by one with every trade and every change of state. */
  z.object({
    type: z.literal('snapshot'),
    topic: MarketTopic,
    seq,
    market: Market,
    trades: z.array(Trade),
  }),
  /** `seq` is the id of the newest post. */
  z.object({ type: z.literal('snapshot'), topic: z.literal('feed'), seq }),
  /** `seq` counts the events of this subscription. */
  z.object({ type: z.literal('snapshot'), topic: z.literal('user'), seq, balance: Balance }),
]);
export type LiveSnapshot = z.infer<typeof LiveSnapshot>;

const span = { type: z.literal('event'), from: seq, seq };
export const LiveEvent = z.union([
  z.object({ ...span, topic: MarketTopic, event: MarketEvent }),
  z.object({ ...span, topic: z.literal('feed'), event: FeedEvent }),
  z.object({ ...span, topic: z.literal('user'), event: UserEvent }),
]);
export type LiveEvent = z.infer<typeof LiveEvent>;

export const LiveMessage = z.union([
  LiveSnapshot,
  LiveEvent,
  /** You did not keep up, and the subscription has ended: subscribe again, with `since`. */
  z.object({ type: z.literal('resync'), topic: LiveTopic }),
  /** A request was refused; with a topic, only that topic was. */
  z.object({ type: z.literal('error'), code: ErrorCode, message: z.string(), topic: LiveTopic.optional() }),
  z.object({ type: z.literal('pong') }),
]);
export type LiveMessage = z.infer<typeof LiveMessage>;
