import { z } from 'zod';
import { Balance, Probability, SignedCredits } from './amounts.ts';
import { Cursor, MarketId } from './ids.ts';
import { MarketState, MarketType, ResolvedOutcome, Timestamp, UserSummary } from './market.ts';
import { Handle, Question } from './text.ts';

/** Nobody is ranked by calibration before so many markets with purchases of theirs have resolved: fewer tell luck from skill badly. */
export const MIN_SCORED_MARKETS = 5;

export const LeaderboardPeriod = z.enum(['week', 'month', 'all']).meta({ id: 'LeaderboardPeriod' });
export type LeaderboardPeriod = z.infer<typeof LeaderboardPeriod>;

const count = z.int().min(0);
/** Those who share a score share a rank. */
const ranked = { rank: z.int().min(1), user: UserSummary, bot: z.boolean() };

export const ProfitRow = z
  .object({
    ...ranked,
    /** Realised by sales and payouts. What is still held counts once it is sold or paid out. */
    profit: SignedCredits,
    volume: Balance,
    trades: count,
  })
  .meta({ id: 'ProfitRow' });
export type ProfitRow = z.infer<typeof ProfitRow>;

export const CalibrationRow = z
  .object({
    ...ranked,
    /** 0 is right every time; each market counts once. */
    brier: Probability,
    markets: count,
    purchases: count,
  })
  .meta({ id: 'CalibrationRow' });
export type CalibrationRow = z.infer<typeof CalibrationRow>;

export const CreatorRow = z
  .object({
    ...ranked,
    /** Summed over their markets, without those who decide them unless asked for. */
    traders: count,
    volume: Balance,
    markets: count,
  })
  .meta({ id: 'CreatorRow' });
export type CreatorRow = z.infer<typeof CreatorRow>;

const pageOf = <Row extends z.ZodType>(row: Row) => ({
  rows: z.array(row),
  /** The signed-in person, wherever they stand. */
  you: row.optional(),
  nextCursor: Cursor.optional(),
});

export const Leaderboard = z
  .discriminatedUnion('board', [
    z.object({
      board: z.literal('profit'),
      period: LeaderboardPeriod,
      /** When the week (a Monday) or the month began, by UTC. */
      since: Timestamp.optional(),
      ...pageOf(ProfitRow),
    }),
    z.object({ board: z.literal('calibration'), ...pageOf(CalibrationRow) }),
    z.object({ board: z.literal('creators'), ...pageOf(CreatorRow) }),
  ])
  .meta({ id: 'Leaderboard' });
export type Leaderboard = z.infer<typeof Leaderboard>;

/** Purchases made at about the same probability, and how often what was bought happened. */
export const CalibrationBin = z
  .object({
    /** Lower bound; bins are a tenth wide. */
    from: Probability,
    purchases: count,
    meanForecast: Probability,
    happened: Probability,
  })
  .meta({ id: 'CalibrationBin' });
export type CalibrationBin = z.infer<typeof CalibrationBin>;

/** How well somebody's purchases agree with what happened, in resolved markets that somebody else decided. */
export const ForecastScore = z
  .object({
    /**
     * Brier score: the mean of (probability after the purchase - what happened)², a market's purchases taken together. 0 is right
     * every time, 0.25 is a coin, 1 is wrong every time. Split and void markets do not count.
     */
    brier: Probability,
    markets: count,
    purchases: count,
  })
  .meta({ id: 'ForecastScore' });
export type ForecastScore = z.infer<typeof ForecastScore>;

export const ProfileStats = z
  .object({
    marketsCreated: count,
    marketsTraded: count,
    trades: count,
    volume: Balance,
    /** Made by sales and payouts. */
    realised: SignedCredits,
    /** Realised, and what is held now at the odds of now less what it cost. */
    profit: SignedCredits,
    /** Resolved markets they traded in, void ones left out; and in how many of them they came out with more than they put in. */
    resolved: count,
    won: count,
  })
  .meta({ id: 'ProfileStats' });
export type ProfileStats = z.infer<typeof ProfileStats>;

/** A market in the list of what somebody asked. */
export const CreatedMarket = z
  .object({
    id: MarketId,
    question: Question,
    type: MarketType,
    state: MarketState,
    outcome: ResolvedOutcome.optional(),
    createdAt: Timestamp,
    traderCount: count,
    volume: Balance,
  })
  .meta({ id: 'CreatedMarket' });
export type CreatedMarket = z.infer<typeof CreatedMarket>;

export const ProfitDay = z
  .object({ day: z.iso.date(), realised: SignedCredits, volume: Balance, trades: count })
  .meta({ id: 'ProfitDay' });
export type ProfitDay = z.infer<typeof ProfitDay>;

export const BotFlag = z.object({ handle: Handle, bot: z.boolean() }).meta({ id: 'BotFlag' });
export type BotFlag = z.infer<typeof BotFlag>;
