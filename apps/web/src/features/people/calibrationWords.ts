import type { Profile } from '@mesh-markets/contract';
import { formatPercent } from '../../lib/format.ts';

export type CalibrationBin = Profile['calibration'][number];

/** Below this many trades a pattern is mostly luck. */
const enoughTrades = 20;
/** A mean miss within five points counts as well calibrated. */
const smallMiss = 0.05;

const weighted = (bins: readonly CalibrationBin[], value: (bin: CalibrationBin) => number): number => {
  const trades = bins.reduce((sum, bin) => sum + bin.trades, 0);
  return bins.reduce((sum, bin) => sum + value(bin) * bin.trades, 0) / trades;
};

/** The chart in one sentence. */
export const calibrationWords = (bins: readonly CalibrationBin[]): string => {
  const trades = bins.reduce((sum, bin) => sum + bin.trades, 0);
  if (trades < enoughTrades) return `Only ${trades} settled trades so far: too few to tell skill from luck.`;
  const miss = weighted(bins, ({ meanForecast, happened }) => Math.abs(meanForecast - happened));
  const lean = weighted(bins, ({ meanForecast, happened }) => happened - meanForecast);
  const size = `off by ${formatPercent(miss)} on average over ${trades} settled trades`;
  if (miss <= smallMiss) return `Well calibrated: ${size}.`;
  if (lean > smallMiss) return `What they bought happened more often than its price said: ${size}.`;
  if (lean < -smallMiss) return `What they bought happened less often than its price said: ${size}.`;
  return `Mixed: ${size}.`;
};
