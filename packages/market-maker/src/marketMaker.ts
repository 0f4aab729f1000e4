/**
 * The one interface every curve implements. All functions are pure: state in, state out.
 *
 * Units. `liquidity` (b) is in credits. Shares are integer micro-shares (1e-6 of a share; one winning share pays
 * one credit). Credits are integers. Prices and probabilities are float64 in (0, 1).
 *
 * Rounding. Every integer result is rounded against the trader, so the escrow that starts at `subsidyCredits`
 * always covers the worst outcome (docs/design/market-maker.md has the proof).
 */

/** Micro-shares per share, and micro-credits per credit. */
export const MICRO = 1_000_000;

/**
 * Limits of `liquidity`, far outside any sensible market. They keep b in micro-credits a safe integer and the rounding
 * guard below 2 % for every state of safe integers.
 */
export const SMALLEST_LIQUIDITY = 1e-3;
export const LARGEST_LIQUIDITY = 1e9;

/** A single buy may not spend more credits, or ask for more shares, than this many times the liquidity. */
export const LARGEST_BUY_PER_LIQUIDITY = 1e6;

/** A market as the curve sees it. `sharesMicro[i]` is phantom plus owned shares of outcome i. */
export interface CurveState {
  readonly liquidity: number;
  readonly sharesMicro: readonly number[];
}

/**
 * What one trade does. `credits` is paid by the trader on a buy and paid to the trader on a sale; never negative.
 * `averagePrice` is the curve's own, before rounding, between the two prices; what the trader really pays for a share is
 * credits over shares, which one credit of rounding can lift above 1 in a tiny trade.
 */
export interface Fill {
  readonly outcome: number;
  readonly sharesMicro: number;
  readonly credits: number;
  readonly priceBefore: number;
  readonly priceAfter: number;
  readonly averagePrice: number;
  readonly next: CurveState;
}

/** How a market opens: phantom shares that nobody owns set the odds; the subsidy covers the worst outcome. */
export interface Opening {
  readonly state: CurveState;
  readonly phantomMicro: readonly number[];
  readonly subsidyCredits: number;
}

/** Thrown for arguments outside a curve's domain: a programmer's error, never a business refusal. */
export class CurveDomainError extends RangeError {
  override readonly name = 'CurveDomainError';
}

export interface MarketMaker {
  readonly name: string;

  /**
   * Opens a market with the given odds (positive, summing to 1 within 1e-9; at least two).
   * @throws CurveDomainError
   */
  open(liquidity: number, probabilities: readonly number[]): Opening;

  /** Price of every outcome; they sum to 1 up to float64 rounding. @throws CurveDomainError */
  prices(state: CurveState): number[];

  /**
   * Spends exactly `spendCredits` (integer >= 1) on an outcome; the shares are rounded down. `sharesMicro` can be 0 when the
   * spend buys less than a micro-share: the caller refuses that.
   * @throws CurveDomainError
   */
  buyForSpend(state: CurveState, outcome: number, spendCredits: number): Fill;

  /** Buys exactly `sharesMicro` (integer >= 1); the cost is rounded up and is at least 1 credit. @throws CurveDomainError */
  buyShares(state: CurveState, outcome: number, sharesMicro: number): Fill;

  /** Sells `sharesMicro` (integer >= 1) back; the proceeds are rounded down and may be 0. @throws CurveDomainError */
  sellShares(state: CurveState, outcome: number, sharesMicro: number): Fill;

  /** Real-valued spend that moves an outcome's price from where it is to `target` in (0, 1); negative when it must fall. @throws CurveDomainError */
  costToMove(state: CurveState, outcome: number, target: number): number;

  /** The most the house can lose on a market opened with these odds, in credits (real-valued). @throws CurveDomainError */
  worstCaseLoss(liquidity: number, probabilities: readonly number[]): number;
}
