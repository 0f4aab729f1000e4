import { z } from 'zod';
import { BASIS_POINTS, Balance, Probability, ShareTotal, SignedCredits } from './amounts.ts';
import { MarketId, PostId, TradeId, UserId } from './ids.ts';
import { alikeAcrossAlphabets } from './lookalikes.ts';
import {
  CloseReason,
  Description,
  DisplayName,
  Handle,
  OutcomeLabel,
  Question,
  ResolutionNote,
} from './text.ts';
import { Topic, Topics } from './topics.ts';

export const MIN_LIQUIDITY = 50;
export const MAX_LIQUIDITY = 1_000_000;
export const DEFAULT_LIQUIDITY = 1_000;
export const MIN_OUTCOMES = 2;
export const MAX_OUTCOMES = 64;
/** Opening odds outside this would make the subsidy of the unlikely outcome absurd. */
export const MIN_INITIAL_PROBABILITY = 0.01;
export const MAX_INITIAL_PROBABILITY = 0.99;

export const Timestamp = z.iso.datetime({ offset: true });

export const UserSummary = z
  .object({ id: UserId, handle: Handle, name: DisplayName })
  .meta({ id: 'UserSummary' });
export type UserSummary = z.infer<typeof UserSummary>;

export const MarketState = z.enum(['OPEN', 'CLOSED', 'RESOLVED']).meta({ id: 'MarketState' });
export type MarketState = z.infer<typeof MarketState>;

/** BINARY: outcome 0 is YES and 1 is NO. MULTIPLE: two or more labelled outcomes, exactly one of which happens. */
export const MarketType = z.enum(['BINARY', 'MULTIPLE']).meta({ id: 'MarketType' });
export type MarketType = z.infer<typeof MarketType>;

export const Side = z.enum(['YES', 'NO']).meta({ id: 'Side' });
export type Side = z.infer<typeof Side>;

export const OutcomeIndex = z
  .int()
  .min(0)
  .max(MAX_OUTCOMES - 1);

/** What a market was resolved to: a side, an outcome's index, N_A (void) or WEIGHTED (a share of each outcome). */
export const ResolvedOutcome = z.union([Side, OutcomeIndex, z.enum(['N_A', 'WEIGHTED'])]);
export type ResolvedOutcome = z.infer<typeof ResolvedOutcome>;

export const Outcome = z
  .object({
    index: OutcomeIndex,
    label: OutcomeLabel,
    /** Shares people own; each pays one credit if this outcome happens. */
    shares: ShareTotal,
    /** Shares nobody owns, which set the opening odds. A local quote needs shares + phantomShares. */
    phantomShares: ShareTotal,
    probability: Probability,
  })
  .meta({ id: 'Outcome' });
export type Outcome = z.infer<typeof Outcome>;

export const Holding = z
  .object({
    outcome: OutcomeIndex,
    label: OutcomeLabel,
    shares: ShareTotal,
    /** Credits paid for the shares still held, by average cost. */
    costBasis: Balance,
    /** Shares times the current probability, rounded down. */
    value: Balance,
  })
  .meta({ id: 'Holding' });
export type Holding = z.infer<typeof Holding>;

/** The market as the signed-in person sees it. */
export const Viewer = z
  .object({
    holdings: z.array(Holding),
    canTrade: z.boolean(),
    canClose: z.boolean(),
    canResolve: z.boolean(),
    /** Present where those who decide a market may not buy in it, and the viewer is one of them. Selling is always allowed. */
    buyingRefused: z.enum(['CREATOR', 'ORACLE']).optional(),
    /** A moderator or admin who could decide this market but for what they have at stake in it. */
    hasConflict: z.literal(true).optional(),
    /** Credits the viewer may still pay in, where the operator bounds that. */
    mayPayIn: Balance.optional(),
    /** Whether the viewer follows this market. */
    following: z.boolean(),
    /** Credits paid out at resolution, once resolved; less what a correction took back. */
    payout: Balance.optional(),
    /** What the viewer gets if the proposed result becomes final. */
    wouldGet: Balance.optional(),
    /** May say that the proposed result is wrong; once for each version of it, and as long as it is not final. */
    canDispute: z.literal(true).optional(),
    /** Has said so of the proposal as it stands. */
    hasDisputed: z.literal(true).optional(),
    /** An admin without a stake: decides disputes, and corrects what was paid. */
    canJudge: z.literal(true).optional(),
  })
  .meta({ id: 'Viewer' });
export type Viewer = z.infer<typeof Viewer>;

/** What is decided, or is said to have happened. */
const decided = {
  outcome: ResolvedOutcome,
  /** Basis points per outcome, for WEIGHTED. */
  weights: z.array(z.int().min(0).max(BASIS_POINTS)).optional(),
  note: ResolutionNote.optional(),
};

/** A result that is paid when its time has passed and nobody has disputed it. */
export const Proposal = z
  .object({
    ...decided,
    /** Counts the proposals of the market; name it when you dispute or change one. */
    version: z.int().min(1),
    proposedBy: UserSummary,
    proposedAt: Timestamp,
    finalAt: Timestamp,
    /** Who says that it is wrong. While there are any it is not paid: an admin without a stake decides. */
    disputes: z.int().min(0),
  })
  .meta({ id: 'Proposal' });
export type Proposal = z.infer<typeof Proposal>;

/** What a correction moved. */
export const CorrectionFigures = z
  .object({
    paidCredits: Balance,
    takenCredits: Balance,
    /** Paid by the house for what could not be taken back; below 0 when it got some of that back. */
    coveredCredits: SignedCredits,
    /** Issued to the house, which had too little for that. */
    issuedCredits: Balance,
    /** What people still have that is not theirs by this result. */
    missingCredits: Balance,
  })
  .meta({ id: 'CorrectionFigures' });
export type CorrectionFigures = z.infer<typeof CorrectionFigures>;

export const Resolution = z
  .object({
    ...decided,
    resolvedAt: Timestamp,
    /** Absent when it was the operator of the server. */
    resolvedBy: UserSummary.optional(),
    /** It was proposed first, and could be disputed. */
    wasProposed: z.literal(true).optional(),
    /** Present when an earlier result had been paid. */
    correction: CorrectionFigures.optional(),
    paidCredits: Balance,
    holdersPaid: z.int().min(0),
    returnedCredits: Balance,
  })
  .meta({ id: 'Resolution' });
export type Resolution = z.infer<typeof Resolution>;

/** A moment of the probability chart: when, and the probability of every outcome from then on. */
export const HistoryPoint = z
  .object({ at: Timestamp, seq: z.int().min(0), probabilities: z.array(Probability) })
  .meta({ id: 'HistoryPoint' });
export type HistoryPoint = z.infer<typeof HistoryPoint>;

/** Who closed a market before its time, and why; nobody was asked why until oracles were asked. */
export const ClosedEarly = z
  .object({ by: UserSummary, reason: CloseReason.optional() })
  .meta({ id: 'ClosedEarly' });
export type ClosedEarly = z.infer<typeof ClosedEarly>;

export const Market = z
  .object({
    id: MarketId,
    postId: PostId,
    type: MarketType,
    question: Question,
    topics: z.array(Topic),
    state: MarketState,
    createdAt: Timestamp,
    closesAt: Timestamp,
    closedAt: Timestamp.optional(),
    /** Present when somebody closed it before its time. */
    closedEarly: ClosedEarly.optional(),
    resolvedAt: Timestamp.optional(),
    creator: UserSummary,
    /** May decide beside the creator, and has agreed to. */
    oracle: UserSummary.optional(),
    /** Was asked to be the oracle, and has not answered. */
    askedOracle: UserSummary.optional(),
    b: z.int().min(MIN_LIQUIDITY).max(MAX_LIQUIDITY),
    /** Credits paid in at creation to cover the worst outcome. */
    subsidy: Balance,
    subsidyFrom: z.enum(['CREATOR', 'HOUSE']),
    outcomes: z.array(Outcome).min(MIN_OUTCOMES).max(MAX_OUTCOMES),
    /** Of outcome 0: YES in a binary market. */
    probability: Probability,
    /** Change of `probability` (outcome 0) over the last 24 hours; absent for a market younger than that without trades. */
    change24h: z.number().min(-1).max(1).optional(),
    volume: Balance,
    traderCount: z.int().min(0),
    tradeCount: z.int().min(0),
    /** Grows by one with every trade and every change of state. */
    version: z.int().min(0),
    /** While the market is closed and a result waits to become final. */
    proposal: Proposal.optional(),
    outcome: ResolvedOutcome.optional(),
    resolution: Resolution.optional(),
    viewer: Viewer.optional(),
  })
  .meta({ id: 'Market' });
export type Market = z.infer<typeof Market>;

/** What a resolver holds in the market it decides; shown to everyone. */
export const ResolverHolding = z
  .object({ user: UserSummary, role: z.enum(['CREATOR', 'ORACLE']), holdings: z.array(Holding) })
  .meta({ id: 'ResolverHolding' });
export type ResolverHolding = z.infer<typeof ResolverHolding>;

export const Action = z.enum(['BUY', 'SELL']).meta({ id: 'Action' });
export type Action = z.infer<typeof Action>;

export const Trade = z
  .object({
    id: TradeId,
    marketId: MarketId,
    seq: z.int().min(1),
    user: UserSummary,
    action: Action,
    outcome: OutcomeIndex,
    side: Side.optional(),
    shares: ShareTotal,
    /** Credits paid; negative when credits came back. */
    cost: SignedCredits,
    /** Average price per share. */
    price: z.number().min(0),
    /** Of the traded outcome, before and after. */
    probabilityBefore: Probability,
    probabilityAfter: Probability,
    createdAt: Timestamp,
  })
  .meta({ id: 'Trade' });
export type Trade = z.infer<typeof Trade>;

/** What changed in a market; the trade answer carries it, and later the live stream does. */
export const MarketUpdate = z
  .object({
    id: MarketId,
    version: z.int().min(0),
    state: MarketState,
    outcomes: z.array(z.object({ index: OutcomeIndex, shares: ShareTotal, probability: Probability })),
    probability: Probability,
    volume: Balance,
    traderCount: z.int().min(0),
    tradeCount: z.int().min(0),
  })
  .meta({ id: 'MarketUpdate' });
export type MarketUpdate = z.infer<typeof MarketUpdate>;

export const TradeAnswer = z
  .object({
    trade: Trade,
    market: MarketUpdate,
    /** Of outcome 0 after the trade. */
    probability: Probability,
    /** The trader's credits after the trade. */
    balance: Balance,
    /** The trader's shares of the traded outcome after the trade. */
    holding: ShareTotal,
  })
  .meta({ id: 'TradeAnswer' });
export type TradeAnswer = z.infer<typeof TradeAnswer>;

export const Quote = z
  .object({
    action: Action,
    outcome: OutcomeIndex,
    shares: ShareTotal,
    cost: SignedCredits,
    price: z.number().min(0),
    probabilityBefore: Probability,
    probabilityAfter: Probability,
    /** Of outcome 0 after the trade. */
    probability: Probability,
  })
  .meta({ id: 'Quote' });
export type Quote = z.infer<typeof Quote>;

export const CreateMarketBody = z
  .strictObject({
    question: Question,
    description: Description.optional(),
    closesAt: Timestamp,
    b: z.int().min(MIN_LIQUIDITY).max(MAX_LIQUIDITY).optional(),
    /** Labels of a MULTIPLE market; leave out for YES/NO. */
    outcomes: z.array(OutcomeLabel).min(MIN_OUTCOMES).max(MAX_OUTCOMES).optional(),
    /** Of YES in a binary market, or one per outcome summing to 1. */
    initialProbability: z
      .union([
        z.number().min(MIN_INITIAL_PROBABILITY).max(MAX_INITIAL_PROBABILITY),
        z.array(z.number().min(0.001).max(MAX_INITIAL_PROBABILITY)).min(MIN_OUTCOMES).max(MAX_OUTCOMES),
      ])
      .optional(),
    oracleId: UserId.optional(),
    topics: Topics.optional(),
  })
  .superRefine((body, check) => {
    const labels = body.outcomes?.map(alikeAcrossAlphabets);
    if (labels && new Set(labels).size !== labels.length) {
      check.addIssue({
        code: 'custom',
        path: ['outcomes'],
        message: 'Every outcome needs a label of its own.',
      });
    }
    const odds = body.initialProbability;
    if (odds === undefined) return;
    if (!Array.isArray(odds)) {
      if (body.outcomes)
        check.addIssue({
          code: 'custom',
          path: ['initialProbability'],
          message: 'Give one probability per outcome.',
        });
      return;
    }
    if (odds.length !== (body.outcomes?.length ?? MIN_OUTCOMES)) {
      check.addIssue({
        code: 'custom',
        path: ['initialProbability'],
        message: 'Give one probability per outcome.',
      });
    }
    if (Math.abs(odds.reduce((sum, p) => sum + p, 0) - 1) > 1e-9) {
      check.addIssue({
        code: 'custom',
        path: ['initialProbability'],
        message: 'The probabilities must sum to 1.',
      });
    }
  })
  .meta({ id: 'CreateMarketBody' });
export type CreateMarketBody = z.infer<typeof CreateMarketBody>;

/** One outcome, nothing (void), or a part of each; bodies that have these go through {@link checkVerdict}. */
export const verdictFields = {
  outcome: z.union([Side, OutcomeIndex, z.literal('N_A')]).optional(),
  /** Basis points per outcome that sum to exactly 10000, for a fractional resolution. */
  weights: z.array(z.int().min(0).max(BASIS_POINTS)).min(MIN_OUTCOMES).max(MAX_OUTCOMES).optional(),
};
export type VerdictBody = z.infer<z.ZodObject<typeof verdictFields>>;

export const checkVerdict = ({ outcome, weights }: VerdictBody, check: z.RefinementCtx): void => {
  if ((outcome === undefined) === (weights === undefined))
    check.addIssue({ code: 'custom', message: 'Give either outcome or weights.' });
  if (weights !== undefined && weights.reduce((sum, weight) => sum + weight, 0) !== BASIS_POINTS) {
    check.addIssue({
      code: 'custom',
      path: ['weights'],
      message: 'The weights must sum to exactly 10000 basis points.',
    });
  }
};

export const ResolveMarketBody = z
  .strictObject({ ...verdictFields, note: ResolutionNote.optional() })
  .superRefine(checkVerdict)
  .meta({ id: 'ResolveMarketBody' });
export type ResolveMarketBody = z.infer<typeof ResolveMarketBody>;

const sayWhy = 'Say in "reason" why you close it before its time: 1 to 500 characters.';

/** Nobody can trade on what is not known to others: a market that ends early says why. */
export const CloseMarketBody = z
  .strictObject(
    { reason: z.string({ error: sayWhy }).pipe(CloseReason) },
    // A body that was left out altogether is told the same.
    { error: ({ code }) => (code === 'invalid_type' ? sayWhy : undefined) },
  )
  .meta({ id: 'CloseMarketBody' });
export type CloseMarketBody = z.infer<typeof CloseMarketBody>;

/** Who would get what if the market were resolved this way now. */
export const ResolutionPreview = z
  .object({
    paidCredits: Balance,
    holdersPaid: z.int().min(0),
    returnedCredits: Balance,
    returnedTo: z.string(),
    /** Under 1 only for a void that the escrow cannot refund in full. */
    refundRatio: z.number().min(0).max(1).optional(),
    payouts: z.array(z.object({ user: UserSummary, credits: Balance, netCredits: SignedCredits })),
  })
  .meta({ id: 'ResolutionPreview' });
export type ResolutionPreview = z.infer<typeof ResolutionPreview>;
