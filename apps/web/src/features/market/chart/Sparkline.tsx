import type { HistoryPoint, Market } from '@mesh-markets/contract';
import { chartPoints } from './series.ts';
import { sparklinePath } from './sparklinePath.ts';

interface SparklineProps {
  readonly history: readonly HistoryPoint[];
  readonly market: Pick<Market, 'outcomes'>;
  /** The line ends here. */
  readonly until: number;
  readonly muted?: boolean;
}

const width = 144;
const height = 32;

/** The shape of the past beside the number that says it. Decoration: the change stands next to it in words. */
export const Sparkline = ({ history, market, until, muted = false }: SparklineProps) => {
  const from = history[0] === undefined ? until - 1 : Date.parse(history[0].at);
  const points = chartPoints(history, market.outcomes, { from, to: Math.max(until, from + 1) });
  return (
    <svg
      aria-hidden
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      className="overflow-visible"
    >
      <path
        d={sparklinePath(points, width, height)}
        fill="none"
        strokeWidth={1.5}
        strokeLinejoin="round"
        className={muted ? 'stroke-edge' : 'stroke-yes'}
      />
    </svg>
  );
};
