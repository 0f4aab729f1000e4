import { z } from 'zod';
import { Balance, Probability, ShareTotal, SignedCredits } from './amounts.ts';
import { OwnBan } from './bans.ts';
import { ApiKeyId, MarketId, PostId, TradeId, TransferId, UserId } from './ids.ts';
import { HistoryPoint, Market, MarketState, ResolvedOutcome, Timestamp, UserSummary } from './market.ts';
import { CalibrationBin, CreatedMarket, ForecastScore, ProfileStats } from './reputation.ts';
import { KeyScope } from './scopes.ts';
import { ApiKeyName, DisplayName, Handle, OutcomeLabel, PostBody, Question } from './text.ts';
import { Topic } from './topics.ts';

export const Role = z.enum(['user', 'moderator', 'admin']).meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;

export const Me = z
  .object({
    id: UserId,
    handle: Handle,
    name: DisplayName,
    email: z.string(),
    /** Confirmed by a link sent there; also true of accounts without an address. */
    emailVerified: z.boolean(),
    role: Role,
    balance: Balance,
    /** A program that trades; leaderboards leave it out unless asked for. */
    bot: z.boolean(),
    /** What moderators took from this person for now; absent where there is nothing. */
    bans: z.array(OwnBan).optional(),
    createdAt: Timestamp,
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

/** A text post has a body; a prediction post has a market, with a few points for its sparkline. */
export const Post = z
  .object({
    id: PostId,
    type: z.enum(['TEXT', 'PREDICTION']),
    author: UserSummary,
    createdAt: Timestamp,
    body: PostBody.optional(),
    /** Of a text post; those of a prediction are its market's. */
    topics: z.array(Topic).optional(),
    market: Market.optional(),
    sparkline: z.array(HistoryPoint).optional(),
    commentCount: z.int().min(0),
    /** A moderator took the text down. */
    removed: z.literal(true).optional(),
    /** A moderator left it out of feeds and search. */
    hidden: z.literal(true).optional(),
  })
  .meta({ id: 'Post' });
export type Post = z.infer<typeof Post>;

export const LedgerKind = z
  .enum([
    'SIGNUP_GRANT',
    'HOUSE_FUNDING',
    'SUBSIDY',
    'BUY',
    'SELL',
    'PAYOUT',
    'REFUND',
    'SUBSIDY_RETURN',
    'CORRECTION',
    'SUBSIDY_CORRECTION',
    'CORRECTION_COVER',
    'CORRECTION_ISSUE',
  ])
  .meta({ id: 'LedgerKind' });
export type LedgerKind = z.infer<typeof LedgerKind>;

export const LedgerEntry = z
  .object({
    id: TransferId,
    kind: LedgerKind,
    /** Positive when credits came in. */
    amount: SignedCredits,
    balanceAfter: Balance,
    market: z.object({ id: MarketId, question: Question }).optional(),
    tradeId: TradeId.optional(),
    /** What was traded. */
    outcome: z.object({ index: z.int().min(0), label: OutcomeLabel }).optional(),
    createdAt: Timestamp,
  })
  .meta({ id: 'LedgerEntry' });
export type LedgerEntry = z.infer<typeof LedgerEntry>;

export const PortfolioPosition = z
  .object({
    market: z.object({
      id: MarketId,
      question: Question,
      state: MarketState,
      closesAt: Timestamp,
      outcome: ResolvedOutcome.optional(),
    }),
    outcome: z.int().min(0),
    label: OutcomeLabel,
    shares: ShareTotal,
    /** What the shares still held cost, by moving average. */
    costBasis: Balance,
    probability: Probability,
    value: Balance,
    /** Credits paid in, credits taken out by sales, and paid out at resolution. */
    paid: Balance,
    received: Balance,
    payout: Balance,
    /** received + payout + costBasis - paid: what was made of the shares no longer held. */
    realised: SignedCredits,
    /** realised + value - costBasis, which is received + payout + value - paid. */
    profit: SignedCredits,
  })
  .meta({ id: 'PortfolioPosition' });
export type PortfolioPosition = z.infer<typeof PortfolioPosition>;

export const Portfolio = z
  .object({
    balance: Balance,
    /** Cost of what is held, and its worth at the odds of now. */
    invested: Balance,
    value: Balance,
    realised: SignedCredits,
    /** realised + value - invested. */
    profit: SignedCredits,
    positions: z.array(PortfolioPosition),
  })
  .meta({ id: 'Portfolio' });
export type Portfolio = z.infer<typeof Portfolio>;

export const Profile = z
  .object({
    user: UserSummary,
    joinedAt: Timestamp,
    /** A program that trades. */
    bot: z.boolean(),
    stats: ProfileStats,
    /** Absent before a market with purchases of theirs has resolved. */
    forecast: ForecastScore.optional(),
    calibration: z.array(CalibrationBin),
    /** The newest markets they asked. */
    created: z.array(CreatedMarket),
    posts: z.array(Post),
  })
  .meta({ id: 'Profile' });
export type Profile = z.infer<typeof Profile>;

export const ApiKey = z
  .object({
    id: ApiKeyId,
    name: ApiKeyName,
    prefix: z.string(),
    scopes: z.array(KeyScope),
    /** Carries the role its owner had when it was made, as long as the owner has that role. */
    staff: z.literal(true).optional(),
    createdAt: Timestamp,
    /** From then on it is refused. */
    expiresAt: Timestamp.optional(),
    /** To the minute. */
    lastUsedAt: Timestamp.optional(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof ApiKey>;

/** A holder's shares in a market, for the holders table. */
export const Holder = z
  .object({ user: UserSummary, outcome: z.int().min(0), shares: ShareTotal, value: Balance })
  .meta({ id: 'Holder' });
export type Holder = z.infer<typeof Holder>;
