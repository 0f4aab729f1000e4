import type { CalibrationBin } from '@mesh-markets/contract';
import { formatPercent } from '../../lib/format.ts';

/** Below this many purchases a pattern is mostly luck. */
const enoughPurchases = 20;
/** A mean miss within five points counts as well calibrated. */
const smallMiss = 0.05;

const weighted = (bins: readonly CalibrationBin[], value: (bin: CalibrationBin) => number): number => {
  const purchases = bins.reduce((sum, bin) => sum + bin.purchases, 0);
  return bins.reduce((sum, bin) => sum + value(bin) * bin.purchases, 0) / purchases;
};

/** The chart in one sentence. */
export const calibrationWords = (bins: readonly CalibrationBin[]): string => {
  const purchases = bins.reduce((sum, bin) => sum + bin.purchases, 0);
  if (purchases < enoughPurchases)
    return `Only ${purchases} settled purchases so far: too few to tell skill from luck.`;
  const miss = weighted(bins, ({ meanForecast, happened }) => Math.abs(meanForecast - happened));
  const lean = weighted(bins, ({ meanForecast, happened }) => happened - meanForecast);
  const size = `off by ${formatPercent(miss)} on average over ${purchases} settled purchases`;
  if (miss <= smallMiss) return `Well calibrated: ${size}.`;
  if (lean > smallMiss) return `What they bought happened more often than its price said: ${size}.`;
  if (lean < -smallMiss) return `What they bought happened less often than its price said: ${size}.`;
  return `Mixed: ${size}.`;
};
