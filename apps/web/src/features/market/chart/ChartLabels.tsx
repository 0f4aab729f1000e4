import { formatPercent } from '../../../lib/format.ts';
import { seriesColor } from './ChartLines.tsx';
import { type ChartBox, type ChartScales, spreadLabels } from './geometry.ts';
import type { ChartPoint, Series } from './series.ts';

interface ChartLabelsProps {
  readonly box: ChartBox;
  readonly scales: ChartScales;
  readonly series: readonly Series[];
  /** The values to name: the last ones, or those under the crosshair. */
  readonly point: ChartPoint;
  /** Where the lines end; the labels keep their places while the crosshair moves. */
  readonly last: ChartPoint;
}

const labelHeight = 18;

/** Names and values at the ends of the lines, pushed apart where lines end close together. HTML, so names can be cut short. */
export const ChartLabels = ({ box, scales, series, point, last }: ChartLabelsProps) => {
  const ranked = series.filter(({ rank }) => rank !== undefined);
  const ends = ranked.map(({ index }) => scales.y(last.probabilities[index] ?? 0));
  const heights = spreadLabels(ends, labelHeight, box.top, box.height - box.bottom);
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute inset-y-0"
      style={{ insetInlineEnd: 0, width: box.right - 10 }}
    >
      {ranked.map(({ index, label, rank }, place) => (
        <div
          key={index}
          className="absolute inset-x-0 flex h-4.5 -translate-y-1/2 items-center gap-1.5 text-xs"
          style={{ top: heights[place] ?? 0 }}
        >
          <span className="size-2 shrink-0 rounded-full" style={{ background: seriesColor(rank) }} />
          <span className="min-w-0 flex-1 truncate">
            <bdi>{label}</bdi>
          </span>
          <span className="figures font-medium">{formatPercent(point.probabilities[index] ?? 0)}</span>
        </div>
      ))}
    </div>
  );
};
