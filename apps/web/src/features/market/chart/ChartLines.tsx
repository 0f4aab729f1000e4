import { type ChartBox, type ChartScales, stepPath } from './geometry.ts';
import type { ChartPoint, Series } from './series.ts';

interface ChartLinesProps {
  readonly box: ChartBox;
  readonly scales: ChartScales;
  readonly points: readonly ChartPoint[];
  readonly series: readonly Series[];
}

export const seriesColor = (rank: number | undefined): string =>
  rank === undefined ? 'var(--color-edge)' : `var(--series-${rank})`;

const areaBelow = (path: string, { box, scales, points }: ChartLinesProps): string => {
  const bottom = box.height - box.bottom;
  const last = scales.x(points.at(-1)?.time ?? 0).toFixed(1);
  const first = scales.x(points[0]?.time ?? 0).toFixed(1);
  return `${path}L${last},${bottom}L${first},${bottom}Z`;
};

const EndDot = ({
  scales,
  points,
  series: { index, rank },
}: Omit<ChartLinesProps, 'box' | 'series'> & { readonly series: Series }) => {
  const last = points.at(-1);
  if (last === undefined) return null;
  return (
    <circle
      // By transform, which a style sheet can ease: the dot glides to where a trade has moved the odds.
      className="transition-transform"
      style={{
        transform: `translate(${scales.x(last.time)}px, ${scales.y(last.probabilities[index] ?? 0)}px)`,
      }}
      r={4}
      fill={seriesColor(rank)}
      stroke="var(--color-canvas)"
      strokeWidth={2}
    />
  );
};

/** Muted lines lie under the coloured ones; the likeliest is drawn last, on top. */
export const ChartLines = (props: ChartLinesProps) => {
  const { scales, points, series } = props;
  const muted = series.filter(({ rank }) => rank === undefined);
  const ranked = series.filter(({ rank }) => rank !== undefined).toReversed();
  const mutedPath = muted.map(({ index }) => stepPath(points, index, scales)).join('');
  return (
    <g fill="none" strokeLinejoin="round">
      <path d={mutedPath} stroke={seriesColor(undefined)} strokeOpacity={0.35} />
      {ranked.map((one) => {
        const path = stepPath(points, one.index, scales);
        return (
          <g key={one.index}>
            {series.length === 1 && (
              <path d={areaBelow(path, props)} fill={seriesColor(one.rank)} fillOpacity={0.07} />
            )}
            <path d={path} stroke={seriesColor(one.rank)} strokeWidth={series.length === 1 ? 2 : 1.5} />
            <EndDot scales={scales} points={points} series={one} />
          </g>
        );
      })}
    </g>
  );
};
