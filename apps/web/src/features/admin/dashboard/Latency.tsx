import type { Dashboard } from '@mesh-markets/contract';
import { formatCount } from '../../../lib/format.ts';
import { formatSeconds, stepLabel } from './latencyWords.ts';

interface LatencyProps {
  readonly latency: Dashboard['tradeLatency'];
}

/** How long trades took, as a row of bars: the longer the bar, the more trades took so long. */
export const Latency = ({ latency: { trades, p50, p95, steps } }: LatencyProps) => {
  const most = Math.max(1, ...steps.map((step) => step.trades));
  const used = steps.findLastIndex((step) => step.trades > 0);
  return (
    <section aria-labelledby="latency-heading" className="grid content-start gap-3">
      <h2 id="latency-heading" className="text-sm font-medium">
        How long a trade takes
      </h2>
      {p50 === undefined || p95 === undefined ? (
        <p className="text-sm text-muted">No trade has reached this server since it started.</p>
      ) : (
        <>
          <p className="text-sm">
            Half took less than <strong className="figures font-semibold">{formatSeconds(p50)}</strong>, 95 of
            100 less than <strong className="figures font-semibold">{formatSeconds(p95)}</strong>.
          </p>
          <ul className="grid gap-1 text-xs" aria-label="Trades by how long they took">
            {steps.slice(0, used + 1).map((step, place) => (
              <li key={stepLabel(steps, place)} className="figures flex items-center gap-2">
                <span className="w-24 shrink-0 text-muted">{stepLabel(steps, place)}</span>
                <svg aria-hidden className="h-3 w-0 flex-1">
                  <rect
                    width={`${(step.trades / most) * 100}%`}
                    height="100%"
                    rx="2"
                    className="fill-accent"
                  />
                </svg>
                <span className="w-14 shrink-0 text-end">{formatCount(step.trades)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="figures border-t border-line pt-2 text-sm text-muted">
        {formatCount(trades)} {trades === 1 ? 'trade' : 'trades'} on this server since it started.
      </p>
    </section>
  );
};
