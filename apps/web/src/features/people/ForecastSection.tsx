import type { Profile } from '@mesh-markets/contract';
import { formatCounted } from '../../lib/format.ts';
import { CalibrationChart } from './CalibrationChart.tsx';
import { formatScore, scoreWords } from './scoreWords.ts';

const Score = ({ forecast }: { readonly forecast: NonNullable<Profile['forecast']> }) => (
  <div className="grid gap-1">
    <p className="flex items-baseline gap-2">
      <span className="text-sm text-muted">Brier score</span>
      <span className="figures text-lg font-semibold">{formatScore(forecast.brier)}</span>
    </p>
    <p className="text-sm">{scoreWords(forecast.brier)}</p>
    <p className="text-sm text-muted">
      From {formatCounted(forecast.purchases, 'purchase')} in{' '}
      {formatCounted(forecast.markets, 'resolved market')}. For each purchase: the odds it left behind, less 1
      if that outcome happened and 0 if not, squared; then the mean, with every market counting once. 0 is
      right every time, 1 is wrong every time. Void and split markets are left out, and so are markets they
      decided themselves.
    </p>
  </div>
);

/** How well somebody foresees. */
export const ForecastSection = ({ profile: { forecast, calibration } }: { readonly profile: Profile }) =>
  forecast === undefined ? (
    <p className="text-sm text-muted">
      Shows how often things came true against the odds they bought at, once markets with purchases of theirs
      have resolved.
    </p>
  ) : (
    <div className="grid gap-5 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)] sm:items-start">
      <Score forecast={forecast} />
      <CalibrationChart bins={calibration} />
    </div>
  );
