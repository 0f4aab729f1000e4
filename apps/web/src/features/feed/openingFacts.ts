import { lmsr } from '@mesh-markets/market-maker';

/** What a liquidity means: the price of opening, and how far a usual trade moves the odds. */
export interface OpeningFacts {
  readonly subsidy: number;
  readonly moveFrom: number;
  readonly moveTo: number;
}

/** The trade that the words use as a yardstick. */
export const YARDSTICK_CREDITS = 100;

/** @throws CurveDomainError for a liquidity or odds outside the curve's domain */
export const openingFacts = (liquidity: number, odds: readonly number[]): OpeningFacts => {
  const { state, subsidyCredits } = lmsr.open(liquidity, odds);
  const trade = lmsr.buyForSpend(state, 0, YARDSTICK_CREDITS);
  return { subsidy: subsidyCredits, moveFrom: trade.priceBefore, moveTo: trade.priceAfter };
};

/**
 * Liquidities the slider offers: steps that feel alike, from a small circle to a crowd. Any other may be typed.
 */
export const liquiditySteps = [
  50, 100, 200, 300, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000, 7_500, 10_000, 15_000, 20_000, 50_000,
  100_000,
] as const;

/** The step nearest to a typed liquidity, by ratio. */
export const nearestStep = (liquidity: number): number => {
  const distance = (step: number): number => Math.abs(Math.log(step / liquidity));
  let nearest = 0;
  liquiditySteps.forEach((step, index) => {
    if (distance(step) < distance(liquiditySteps[nearest]!)) nearest = index;
  });
  return nearest;
};
