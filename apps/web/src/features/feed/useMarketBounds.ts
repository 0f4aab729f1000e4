import { type Bounds, MAX_LIQUIDITY, MAX_OUTCOMES, MIN_LIQUIDITY } from '@mesh-markets/contract';
import { useQuery } from '@tanstack/react-query';
import { instanceQuery } from '../../api/queries.ts';

type MarketBounds = Pick<Bounds, 'minLiquidity' | 'maxLiquidity' | 'maxOutcomes'>;

/** What holds everywhere, until the instance has said what holds here. */
const everywhere: MarketBounds = {
  minLiquidity: MIN_LIQUIDITY,
  maxLiquidity: MAX_LIQUIDITY,
  maxOutcomes: MAX_OUTCOMES,
};

/** How a new market may be made here. */
export const useMarketBounds = (): MarketBounds => useQuery(instanceQuery()).data?.bounds ?? everywhere;
