import type {
  AnswerOf,
  ApiKey,
  ApiKeyId,
  BuyOrder,
  BuySharesOrder,
  CloseMarketBody,
  CreateMarketBody,
  Credits,
  EmailVerification,
  IdempotencyKey,
  KeyScope,
  Market,
  MarketDetail,
  MarketId,
  Me,
  Order,
  Portfolio,
  Post,
  PostId,
  Profile,
  Quote,
  ResolutionPreview,
  ResolveMarketBody,
  Role,
  RouteName,
  Routes,
  SellOrder,
  SignUpMode,
  TradeAnswer,
  UserId,
  UserSummary,
} from '@mesh-markets/contract';
import type { z } from 'zod';
import type { AnalyticsVerbs } from './analytics/analytics.ts';
import type { IdentityListener } from './apiKeys/watchIdentities.ts';
import type { AuthorityVerbs } from './authority/authority.ts';
import type { DiscoveryVerbs } from './discovery/discovery.ts';
import type { DiscussionVerbs } from './discussion/discussion.ts';
import type { ExportsVerbs } from './exports/exports.ts';
import type { FlagsVerbs } from './flags/flags.ts';
import type { LiveVerbs } from './live/live.ts';
import type { MembersVerbs } from './members/members.ts';
import type { NewsDesk } from './news.ts';
import type { NotificationsVerbs } from './notifications/notifications.ts';
import type { OperationsVerbs } from './operations/operations.ts';
import type { OraclesVerbs } from './oracles/oracles.ts';
import type { Fact } from './outbox/facts.ts';
import type { Projected } from './outbox/projectOutbox.ts';
import type { Sight } from './reads/rows.ts';
import type { ReputationVerbs } from './reputation/reputation.ts';
import type { ResolutionVerbs } from './resolution/resolution.ts';
import type { SecondFactorsVerbs } from './secondFactors/secondFactors.ts';

type CreditsAmount = z.infer<typeof Credits>;
type QueryOf<N extends RouteName> = Routes[N] extends { query: infer Q extends z.ZodType }
  ? z.output<Q>
  : never;

/** Who gives a command, and the key that makes giving it twice harmless. */
export interface Command {
  readonly userId: UserId;
  readonly idempotencyKey?: IdempotencyKey | undefined;
  /** The API key it came by, if it did. */
  readonly apiKey?: KeyRights | undefined;
}

/** The answer of a write; `replayed` when the key had been used and this is the first answer again. */
export interface Written<Answer> {
  readonly answer: Answer;
  readonly replayed: boolean;
}

/** Settings of the books. */
export interface EngineSettings {
  /** Credits granted to each new account, from the issuer. */
  readonly signupCredits: number;
  /** Who pays a market's subsidy. */
  readonly subsidyFrom: 'CREATOR' | 'HOUSE';
  /** Whether those who asked a question may buy in its market. */
  readonly creatorsTrade: boolean;
  /** Whether an oracle who has accepted may buy in the market. */
  readonly oraclesTrade: boolean;
  /** Days after the end of trading from which moderators may resolve what nobody has resolved; 0 for never. */
  readonly abandonedAfterDays: number;
  /** For how long a proposed result may be disputed before it is paid; 0 pays at once. */
  readonly disputeHours: number;
  /** What one purchase may cost. */
  readonly maxTradeCredits: number;
  /** What one person may have paid into one market, less what they took out; 0 for any amount. */
  readonly maxPositionCredits: number;
  readonly minLiquidity: number;
  readonly maxLiquidity: number;
  readonly maxOutcomes: number;
  /** Of one person; 0 for any number. */
  readonly maxOpenMarkets: number;
  /** Commands that may wait for the trade path before OVERLOADED is answered. */
  readonly maxQueuedTrades: number;
  /** Whether somebody sends the e-mails that are queued; without it none are. */
  readonly offersEmail?: boolean | undefined;
  /** Whether an address is to be confirmed; `required`: before anything is written, and for the sign-up credits. */
  readonly emailVerification: EmailVerification;
  readonly signUp: SignUpMode;
  /** Whether mailboxes of a domain are given to anybody for minutes; without it nobody is said to have one. */
  readonly isDisposableMail?: ((domain: string) => boolean) | undefined;
  /** Called when an order comes; what it answers comes back with its batch. For traces. */
  readonly markOrder?: (() => unknown) | undefined;
  /** Called after each batch of the trade path; for metrics. */
  readonly onBatch?: ((figures: BatchFigures) => void) | undefined;
  /** Called when a fact of the outbox could not be handled and was put off; for the log. */
  readonly onFactFailed?: ((error: unknown, fact: Fact) => void) | undefined;
}

/** One batch of the trade path. */
export interface BatchFigures {
  readonly orders: number;
  /** How long its first order waited for the batch before it. */
  readonly waitedSeconds: number;
  /** From its first statement to its commit. */
  readonly tookSeconds: number;
  /** What `markOrder` answered for each order. */
  readonly marks: readonly unknown[];
}

export interface NewAccount {
  /** The auth library's id of the person; absent for accounts made by tests and tools. */
  readonly authUserId?: string | undefined;
  readonly name: string;
  /** Wanted handle; made from the name, and made unique, when absent. */
  readonly handle?: string | undefined;
}

export interface Account {
  readonly userId: UserId;
  readonly handle: string;
  readonly name: string;
  readonly role: Role;
}

/** What an API key may do. */
export interface KeyRights {
  readonly id: ApiKeyId;
  readonly scopes: readonly KeyScope[];
  /** Whether it carries the role of its owner. */
  readonly staff: boolean;
}

export interface NewApiKey {
  readonly userId: UserId;
  readonly name: string;
  readonly prefix: string;
  readonly secretHash: Buffer;
  /** Absent: all of them. */
  readonly scopes?: readonly KeyScope[] | undefined;
  readonly expiresAt?: string | undefined;
}

/** Who a session or API key belongs to. */
export interface Identity {
  readonly userId: UserId;
  readonly role: Role;
  /** When the session ends, or the key expires. */
  readonly expiresAt?: Date | undefined;
  readonly apiKey?: KeyRights | undefined;
  /** When they signed in; absent for API keys. */
  readonly signedInAt?: Date | undefined;
  /** The auth library's id of the person; absent for API keys. */
  readonly authUserId?: string | undefined;
  /** More than a password stands behind it: of an API key, that its owner has a second factor. */
  readonly strong?: boolean | undefined;
}

/** One law of the books, how many rows it was checked on and how many broke it. */
export interface LawReport {
  readonly law: string;
  readonly checked: number;
  readonly broken: number;
  /** The first few broken rows, in words. */
  readonly examples: readonly string[];
}

export interface AuditReport {
  readonly laws: readonly LawReport[];
  readonly clean: boolean;
  /** Credits by kind of account; they sum to 0. */
  readonly totals: Readonly<Record<'issuer' | 'house' | 'wallets' | 'escrows', number>>;
}

/**
 * The books. Every verb is one transaction; it either does all it says or throws a `Refusal` (see refusal.ts) and
 * does nothing. Refusals are checked in the order in which each verb's file lists them.
 */
export interface Books {
  readonly createAccount: (account: NewAccount) => Promise<Account>;
  readonly createPost: (
    command: Command & { body: string; topics?: readonly string[] | undefined },
  ) => Promise<Written<Post>>;
  readonly createMarket: (command: Command & CreateMarketBody) => Promise<Written<Market>>;
  readonly placeTrade: (
    command: Command & { marketId: MarketId; order: BuyOrder | BuySharesOrder },
  ) => Promise<Written<TradeAnswer>>;
  readonly sellShares: (
    command: Command & { marketId: MarketId; order: SellOrder },
  ) => Promise<Written<TradeAnswer>>;
  readonly quote: (ask: { marketId: MarketId; order: Order }) => Promise<Quote>;
  readonly closeMarket: (
    command: Command & { marketId: MarketId } & CloseMarketBody,
  ) => Promise<Written<Market>>;
  readonly closeDueMarkets: () => Promise<{ closed: number }>;
  readonly previewResolution: (
    ask: { userId: UserId; marketId: MarketId } & ResolveMarketBody,
  ) => Promise<ResolutionPreview>;
  readonly resolveMarket: (
    command: Command & { marketId: MarketId } & ResolveMarketBody,
  ) => Promise<Written<Market>>;
  /** Issues credits to the house account until the credits ever issued to it reach `total`. Never takes any back. */
  readonly fundHouse: (total: CreditsAmount) => Promise<{ issued: number; balance: number }>;

  readonly getFeed: (query: QueryOf<'getFeed'>, viewer?: UserId) => Promise<AnswerOf<'getFeed'>>;
  readonly getPost: (id: PostId, viewer?: UserId) => Promise<Post>;
  readonly getMarket: (id: MarketId, viewer?: UserId) => Promise<MarketDetail>;
  readonly listTrades: (id: MarketId, query: QueryOf<'listTrades'>) => Promise<AnswerOf<'listTrades'>>;
  readonly getHistory: (id: MarketId, query: QueryOf<'getHistory'>) => Promise<AnswerOf<'getHistory'>>;
  readonly listHolders: (id: MarketId, query: QueryOf<'listHolders'>) => Promise<AnswerOf<'listHolders'>>;
  readonly getWallet: (userId: UserId) => Promise<{ balance: number }>;
  readonly getLedger: (
    userId: UserId,
    query: QueryOf<'getLedger'>,
    sight?: Sight,
  ) => Promise<AnswerOf<'getLedger'>>;
  readonly getPortfolio: (userId: UserId) => Promise<Portfolio>;
  readonly getProfile: (handle: string, viewer?: UserId, sight?: Sight) => Promise<Profile>;
  readonly findUsers: (query: string) => Promise<{ users: UserSummary[] }>;

  readonly getMe: (userId: UserId) => Promise<Me>;
  readonly updateMe: (
    userId: UserId,
    change: { name?: string | undefined; handle?: string | undefined; bot?: boolean | undefined },
  ) => Promise<Me>;
  readonly hasAdmin: () => Promise<boolean>;
  /** @throws Refusal NOT_FOUND */
  readonly grantAdmin: (who: { userId: UserId } | { handle: string }) => Promise<Account>;
  /** The account of an auth library's user, if it has been made. */
  readonly findAccount: (authUserId: string) => Promise<Account | undefined>;
  /** Session cookie token to identity; undefined when unknown or expired. `authUserId` tells whose account is still to be made. */
  readonly findSession: (
    token: string,
  ) => Promise<
    (Identity & { authUserId: string }) | { userId: undefined; authUserId: string; name: string } | undefined
  >;
  /** SHA-256 of an API key's secret to identity; undefined when unknown, revoked or expired. */
  readonly findApiKey: (secretHash: Buffer) => Promise<Identity | undefined>;
  /** @throws Refusal TOO_MANY_KEYS */
  readonly createApiKey: (key: NewApiKey) => Promise<ApiKey>;
  readonly listApiKeys: (userId: UserId) => Promise<ApiKey[]>;
  readonly revokeApiKey: (userId: UserId, id: string) => Promise<void>;
  /** Tells whose keys or role any process changes, so that nothing remembered outlives it; answers how to stop. */
  readonly watchIdentities: (listener: IdentityListener) => () => Promise<void>;

  readonly audit: () => Promise<AuditReport>;
  /** Deletes idempotency keys older than the given number of hours. */
  readonly expireIdempotencyKeys: (hours: number) => Promise<{ deleted: number }>;
  /** Whether somebody made a market or is its oracle. */
  readonly decidesMarket: (userId: UserId, marketId: MarketId) => Promise<boolean>;
  /** Whether something was done under a key of this person already (law 5). */
  readonly isAnswered: (userId: UserId, key: IdempotencyKey) => Promise<boolean>;
  /** Figures of the trade path since start, for metrics. */
  readonly tradeStats: () => TradeStats;
  /** Waits for trades in flight, then refuses new ones with SHUTTING_DOWN. Does not end the pool. */
  readonly drain: () => Promise<void>;
  /** Takes what happened out of the outbox and writes what follows from it: statistics, notifications, deliveries. */
  readonly projectOutbox: () => Promise<Projected>;
  /** Hears what this process commits; answers how to stop listening. */
  readonly subscribe: NewsDesk['subscribe'];
}

/** The books and everything around them. */
export type Engine = Books &
  DiscussionVerbs &
  DiscoveryVerbs &
  NotificationsVerbs &
  ReputationVerbs &
  AnalyticsVerbs &
  ExportsVerbs &
  LiveVerbs &
  OperationsVerbs &
  FlagsVerbs &
  OraclesVerbs &
  AuthorityVerbs &
  SecondFactorsVerbs &
  ResolutionVerbs &
  MembersVerbs;

export interface TradeStats {
  readonly queued: number;
  readonly batches: number;
  readonly trades: number;
  readonly refusals: Readonly<Record<string, number>>;
  readonly retries: number;
}
