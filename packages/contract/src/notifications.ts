import { z } from 'zod';
import { Balance, Credits, Probability, ShareTotal, SignedCredits } from './amounts.ts';
import { MarketId, PostId } from './ids.ts';
import { Timestamp, UserSummary } from './market.ts';
import { OutcomeLabel, Question } from './text.ts';

export const NotificationId = z
  .string()
  .regex(/^[1-9][0-9]{0,15}$/, 'Must be an id: a positive whole number in digits.')
  .brand<'NotificationId'>();
export type NotificationId = z.infer<typeof NotificationId>;

/** Everything people are told, in the order in which the settings list it. */
export const NotificationKind = z
  .enum([
    'MARKET_RESOLVED',
    'RESULT_PROPOSED',
    'RESULT_DISPUTED',
    'RESULT_CORRECTED',
    'NEEDS_RESOLVING',
    'ORACLE_ASKED',
    'ORACLE_ANSWERED',
    'CLOSES_SOON',
    'MARKET_CLOSED',
    'LARGE_TRADE',
    'TRADE_EXECUTED',
    'REPLY',
    'MENTION',
    'COMMENT',
    'FOLLOWER',
    'QUESTION',
  ])
  .meta({ id: 'NotificationKind' });
export type NotificationKind = z.infer<typeof NotificationKind>;

export const NotificationChannel = z.enum(['IN_APP', 'EMAIL', 'PUSH']).meta({ id: 'NotificationChannel' });
export type NotificationChannel = z.infer<typeof NotificationChannel>;

/** What the sentence needs beyond names: each kind has some of these. */
export const NotificationFigures = z.object({
  /** Of a trade: the last one where several are told in one. */
  action: z.enum(['BUY', 'SELL']).optional(),
  label: OutcomeLabel.optional(),
  credits: Credits.optional(),
  shares: ShareTotal.optional(),
  /** What a share cost on average, which is the probability the trade was made at. */
  price: Probability.optional(),
  /** Of the traded outcome, after the trade. */
  probability: Probability.optional(),
  closesAt: Timestamp.optional(),
  /** How a market was resolved, in words: YES, a label, "void", "a share of each". */
  verdict: z.string().max(80).optional(),
  payout: Balance.optional(),
  /** Paid out and taken out, less what was paid in. */
  profit: SignedCredits.optional(),
  /** Until when a proposed result may be disputed. */
  finalAt: Timestamp.optional(),
  /** By how much a correction changed the wallet. */
  change: SignedCredits.optional(),
  /** What an oracle said. */
  answer: z.enum(['ACCEPTED', 'DECLINED', 'STEPPED_DOWN']).optional(),
  /** From when moderators may resolve a market that waits. */
  moderatorsFrom: Timestamp.optional(),
  /** The first reminder is 1. */
  reminder: z.int().min(1).optional(),
  /** How a comment begins, as plain text. */
  excerpt: z.string().max(400).optional(),
});
export type NotificationFigures = z.infer<typeof NotificationFigures>;

export const Notification = z
  .object({
    id: NotificationId,
    kind: z.union([NotificationKind, z.literal('TEST')]),
    createdAt: Timestamp,
    readAt: Timestamp.optional(),
    /** How many of the same it stands for. */
    times: z.int().min(1),
    market: z.object({ id: MarketId, question: Question }).optional(),
    /** Where a comment stands. */
    post: z.object({ id: PostId, commentId: z.string() }).optional(),
    actor: UserSummary.optional(),
    figures: NotificationFigures,
  })
  .meta({ id: 'Notification' });
export type Notification = z.infer<typeof Notification>;

export const NotificationPreference = z
  .object({ kind: NotificationKind, inApp: z.boolean(), email: z.boolean(), push: z.boolean() })
  .meta({ id: 'NotificationPreference' });
export type NotificationPreference = z.infer<typeof NotificationPreference>;

/** Whether e-mails come at once or gathered into one a day. */
export const Digest = z.enum(['IMMEDIATELY', 'DAILY']).meta({ id: 'Digest' });
export type Digest = z.infer<typeof Digest>;

export const NotificationSettings = z
  .object({
    kinds: z.array(NotificationPreference),
    /** Trades of at least this many credits are large. */
    largeTrade: Credits,
    digest: Digest,
    /** Where e-mails go; absent while this server sends none, or the account has no address. */
    email: z.string().optional(),
    /** Browsers that show notifications while the app is closed. */
    devices: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        createdAt: Timestamp,
        lastSentAt: Timestamp.optional(),
      }),
    ),
    /** What could not be delivered in the last week, newest first. */
    problems: z.array(z.object({ channel: z.enum(['EMAIL', 'PUSH']), at: Timestamp, problem: z.string() })),
  })
  .meta({ id: 'NotificationSettings' });
export type NotificationSettings = z.infer<typeof NotificationSettings>;

/** What browsers answer when they subscribe. */
export const PushSubscriptionBody = z.strictObject({
  endpoint: z.url('Must be an address.').max(2000, 'Must be at most 2000 characters.'),
  keys: z.strictObject({
    p256dh: z.string().regex(/^[A-Za-z0-9_-]{86,88}=?$/, 'Must be a P-256 public key in base64url.'),
    auth: z.string().regex(/^[A-Za-z0-9_-]{21,24}={0,2}$/, 'Must be 16 bytes in base64url.'),
  }),
});
export type PushSubscriptionBody = z.infer<typeof PushSubscriptionBody>;
