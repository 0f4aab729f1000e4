import { z } from 'zod';
import { Credits } from './amounts.ts';
import { MAX_LIQUIDITY, MAX_OUTCOMES, MIN_LIQUIDITY, MIN_OUTCOMES } from './market.ts';

const Liquidity = z.int().min(MIN_LIQUIDITY).max(MAX_LIQUIDITY);

/** What the operator allows. Nothing of it stands in the way of a sale. */
export const Bounds = z
  .object({
    /** What one purchase may cost. */
    maxTradeCredits: Credits,
    /** What one person may have paid into one market, less what they took out. */
    maxPositionCredits: Credits.optional(),
    minLiquidity: Liquidity,
    maxLiquidity: Liquidity,
    maxOutcomes: z.int().min(MIN_OUTCOMES).max(MAX_OUTCOMES),
    /** Of one person. */
    maxOpenMarkets: z.int().min(1).optional(),
  })
  .meta({ id: 'Bounds' });
export type Bounds = z.infer<typeof Bounds>;
