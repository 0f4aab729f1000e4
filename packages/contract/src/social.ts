import { z } from 'zod';
import { Balance, Probability, ShareTotal, SignedCredits } from './amounts.ts';
import { ApiKeyId, MarketId, PostId, TradeId, TransferId, UserId } from './ids.ts';
import { HistoryPoint, Market, MarketState, ResolvedOutcome, Timestamp, UserSummary } from './market.ts';
import { ApiKeyName, DisplayName, Handle, OutcomeLabel, PostBody, Question } from './text.ts';
import { Topic } from './topics.ts';

export const Role = z.enum(['user', 'admin']).meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;

export const Me = z
  .object({
    id: UserId,
    handle: Handle,
    name: DisplayName,
    email: z.string(),
    role: Role,
    balance: Balance,
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
  })
  .meta({ id: 'Post' });
export type Post = z.infer<typeof Post>;

export const LedgerKind = z
  .enum(['SIGNUP_GRANT', 'HOUSE_FUNDING', 'SUBSIDY', 'BUY', 'SELL', 'PAYOUT', 'REFUND', 'SUBSIDY_RETURN'])
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
    costBasis: Balance,
    probability: Probability,
    value: Balance,
    /** Credits paid in, credits taken out by sales, and paid out at resolution. */
    paid: Balance,
    received: Balance,
    payout: Balance,
    /** received + payout + value - paid. */
    profit: SignedCredits,
  })
  .meta({ id: 'PortfolioPosition' });
export type PortfolioPosition = z.infer<typeof PortfolioPosition>;

export const Portfolio = z
  .object({
    balance: Balance,
    invested: Balance,
    value: Balance,
    profit: SignedCredits,
    positions: z.array(PortfolioPosition),
  })
  .meta({ id: 'Portfolio' });
export type Portfolio = z.infer<typeof Portfolio>;

export const CalibrationBin = z.object({
  /** Lower bound of the bin of forecast probability; bins are a tenth wide. */
  from: Probability,
  trades: z.int().min(0),
  meanForecast: Probability,
  happened: Probability,
});

export const Profile = z
  .object({
    user: UserSummary,
    joinedAt: Timestamp,
    stats: z.object({
      marketsCreated: z.int().min(0),
      marketsTraded: z.int().min(0),
      trades: z.int().min(0),
      volume: Balance,
      profit: SignedCredits,
    }),
    calibration: z.array(CalibrationBin),
    posts: z.array(Post),
  })
  .meta({ id: 'Profile' });
export type Profile = z.infer<typeof Profile>;

export const LeaderboardRow = z
  .object({
    rank: z.int().min(1),
    user: UserSummary,
    profit: SignedCredits,
    volume: Balance,
    marketsTraded: z.int().min(0),
  })
  .meta({ id: 'LeaderboardRow' });
export type LeaderboardRow = z.infer<typeof LeaderboardRow>;

export const ApiKey = z
  .object({
    id: ApiKeyId,
    name: ApiKeyName,
    prefix: z.string(),
    createdAt: Timestamp,
    lastUsedAt: Timestamp.optional(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof ApiKey>;

/** A holder's shares in a market, for the holders table. */
export const Holder = z
  .object({ user: UserSummary, outcome: z.int().min(0), shares: ShareTotal, value: Balance })
  .meta({ id: 'Holder' });
export type Holder = z.infer<typeof Holder>;
