import { type CreateMarketBody, DEFAULT_LIQUIDITY, type UserId } from '@mesh-markets/contract';
import type { EngineSettings } from './api.ts';
import { Refusal } from './refusal.ts';
import type { Tx } from './transaction.ts';

type MarketBounds = Pick<EngineSettings, 'minLiquidity' | 'maxLiquidity' | 'maxOutcomes' | 'maxOpenMarkets'>;

const outside = (path: string, sentence: string): Refusal =>
  new Refusal('VALIDATION_FAILED', sentence, { facts: { path } });

/**
 * The liquidity of a new market, within what the operator allows; where none is named, the usual one or the nearest that is allowed.
 * @throws Refusal VALIDATION_FAILED
 */
export const liquidityOf = (body: CreateMarketBody, { minLiquidity, maxLiquidity }: MarketBounds): number => {
  const b = body.b ?? Math.min(Math.max(DEFAULT_LIQUIDITY, minLiquidity), maxLiquidity);
  if (b < minLiquidity || b > maxLiquidity)
    throw outside('b', `The liquidity of a market here is between ${minLiquidity} and ${maxLiquidity}.`);
  return b;
};

/** @throws Refusal VALIDATION_FAILED */
export const checkOutcomes = (body: CreateMarketBody, { maxOutcomes }: MarketBounds): void => {
  if ((body.outcomes?.length ?? 0) > maxOutcomes)
    throw outside('outcomes', `A market here has ${maxOutcomes} outcomes at most.`);
};

/** Call it with the wallet of the creator locked, which orders their own writes. @throws Refusal TOO_MANY_MARKETS */
export const requireRoomForMarket = async (
  tx: Tx,
  userId: UserId,
  { maxOpenMarkets: most }: MarketBounds,
): Promise<void> => {
  if (most === 0) return;
  const { rows } = await tx.query<{ open: number }>(
    `select count(*)::int as open from prediction_market where creator_id = $1 and state = 'OPEN' and closes_at > mesh_now()`,
    [userId],
  );
  if (rows[0]!.open >= most)
    throw new Refusal(
      'TOO_MANY_MARKETS',
      `You have ${most} open markets, which is as many as anybody has here. Wait until one of them closes.`,
      { facts: { most } },
    );
};
