import {
  MAX_CREDITS,
  MAX_LIQUIDITY,
  MAX_OUTCOMES,
  MIN_LIQUIDITY,
  MIN_OUTCOMES,
} from '@mesh-markets/contract';
import type { EngineSettings } from '@mesh-markets/engine';
import { wholeNumber } from './settingValues.ts';

/** How much one may buy and ask. */
export type BoundSettings = Pick<
  EngineSettings,
  | 'maxTradeCredits'
  | 'maxPositionCredits'
  | 'minLiquidity'
  | 'maxLiquidity'
  | 'maxOutcomes'
  | 'maxOpenMarkets'
>;

export const boundEnvironment = {
  MAX_TRADE_CREDITS: wholeNumber(1, MAX_CREDITS, 1_000_000),
  MAX_POSITION_CREDITS: wholeNumber(0, MAX_CREDITS, 0),
  MIN_LIQUIDITY: wholeNumber(MIN_LIQUIDITY, MAX_LIQUIDITY, MIN_LIQUIDITY),
  MAX_LIQUIDITY: wholeNumber(MIN_LIQUIDITY, MAX_LIQUIDITY, MAX_LIQUIDITY),
  MAX_OUTCOMES: wholeNumber(MIN_OUTCOMES, MAX_OUTCOMES, MAX_OUTCOMES),
  MAX_OPEN_MARKETS: wholeNumber(0, 1_000_000, 200),
};

type Read = Readonly<Record<keyof typeof boundEnvironment, number>>;

export const boundProblems = (read: Read): string[] =>
  read.MIN_LIQUIDITY > read.MAX_LIQUIDITY ? ['MIN_LIQUIDITY must not be above MAX_LIQUIDITY.'] : [];

export const boundsOf = (read: Read): BoundSettings => ({
  maxTradeCredits: read.MAX_TRADE_CREDITS,
  maxPositionCredits: read.MAX_POSITION_CREDITS,
  minLiquidity: read.MIN_LIQUIDITY,
  maxLiquidity: read.MAX_LIQUIDITY,
  maxOutcomes: read.MAX_OUTCOMES,
  maxOpenMarkets: read.MAX_OPEN_MARKETS,
});
