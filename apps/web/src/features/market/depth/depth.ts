import { curveOf } from '@mesh-markets/client';
import { type Market, microToShares, sharesToMicro } from '@mesh-markets/contract';
import { tradeToMove } from '@mesh-markets/market-maker';

/** What it takes to bring an outcome to a probability. */
export interface DepthStep {
  readonly target: number;
  /** BUY of the outcome itself, or of the other side; SELL by those who hold it. */
  readonly action: 'BUY' | 'SELL';
  /** Whose shares change hands. */
  readonly outcome: number;
  readonly shares: number;
  /** Paid for a buy, received for a sale. */
  readonly credits: number;
}

type DepthMarket = Pick<Market, 'b' | 'outcomes' | 'type'>;

/** Ends of the curve: beyond them the last percents cost without end. */
export const LOWEST = 1;
export const HIGHEST = 99;

/**
 * The trade that brings an outcome to a probability, at the figures the server would give now. Of two outcomes the lower one is reached by
 * buying the other; among many only by selling, as far as there are shares to sell. Undefined where it stands there or cannot get there.
 */
export const depthStep = (market: DepthMarket, outcome: number, target: number): DepthStep | undefined => {
  const now = market.outcomes[outcome]?.probability ?? 0;
  const mirrored = market.type === 'BINARY' && target < now;
  const traded = mirrored ? 1 - outcome : outcome;
  const goal = mirrored ? 1 - target : target;
  const held = sharesToMicro(market.outcomes[traded]?.shares ?? 0);
  const trade = tradeToMove(curveOf(market), traded, goal, held);
  if (trade === undefined) return undefined;
  const { sharesMicro, credits } = trade.fill;
  return { target, action: trade.action, outcome: traded, shares: microToShares(sharesMicro), credits };
};

/** The steps for every whole percent that can be reached, lowest first. */
export const depthCurve = (market: DepthMarket, outcome: number): DepthStep[] =>
  Array.from({ length: HIGHEST - LOWEST + 1 }, (_, place) => (LOWEST + place) / 100)
    .map((target) => depthStep(market, outcome, target))
    .filter((step) => step !== undefined);
