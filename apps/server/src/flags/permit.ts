import type { Route, UserId } from '@mesh-markets/contract';
import { Refusal } from '@mesh-markets/engine';
import type { FeatureGate } from './features.ts';

/** To those whom markets are not open to there are none. @throws Refusal NOT_FOUND */
export const requireMarkets = async (
  features: Pick<FeatureGate, 'of'>,
  userId: UserId | undefined,
): Promise<void> => {
  if (!(await features.of(userId)).predictionMarkets) throw new Refusal('NOT_FOUND');
};

/**
 * Holds a caller to what the route needs, before anything is read.
 * @throws Refusal NOT_FOUND (a read of markets), TRADING_DISABLED, FEATURE_DISABLED
 */
export const permit = async (
  features: FeatureGate,
  { needs, method, writes }: Route,
  userId: UserId | undefined,
): Promise<void> => {
  if (needs === undefined) return;
  const reads = method === 'GET' || writes === false;
  if (reads && needs.includes('predictionMarkets')) await requireMarkets(features, userId);
  await features.require(needs, userId);
};
