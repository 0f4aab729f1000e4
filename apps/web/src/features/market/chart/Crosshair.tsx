import { formatPercent } from '../../../lib/format.ts';
import { seriesColor } from './ChartLines.tsx';
import { momentLabel } from './chartWords.ts';
import type { ChartBox, ChartScales } from './geometry.ts';
import type { ChartPoint, Series } from './series.ts';

interface CrosshairProps {
  readonly box: ChartBox;
  readonly scales: ChartScales;
  readonly series: readonly Series[];
  readonly point: ChartPoint;
  /** Where the reader points; between two trades this is later than the point. */
  readonly time: number;
}

/** The line under the pointer or the arrow keys, with the value and the moment beside it. */
export const Crosshair = ({ box, scales, series, point, time }: CrosshairProps) => {
  const x = scales.x(time);
  const only = series.length === 1 ? series[0] : undefined;
  const words = momentLabel(time);
  const toTheLeft = x > (box.left + box.width - box.right) / 2;
  return (
    <g>
      <line
        x1={x}
        x2={x}
        y1={box.top - 6}
        y2={box.height - box.bottom}
        className="stroke-text"
        strokeOpacity={0.5}
      />
      {series
        .filter(({ rank }) => rank !== undefined)
        .map(({ index, rank }) => (
          <circle
            key={index}
            cx={x}
            cy={scales.y(point.probabilities[index] ?? 0)}
            r={4.5}
            fill={seriesColor(rank)}
            stroke="var(--color-canvas)"
            strokeWidth={2}
          />
        ))}
      <text
        x={x + (toTheLeft ? -8 : 8)}
        y={box.top - 10}
        textAnchor={toTheLeft ? 'end' : 'start'}
        className="figures fill-text text-xs"
        stroke="var(--color-canvas)"
        strokeWidth={4}
        paintOrder="stroke"
      >
        {only !== undefined && (
          <tspan className="font-semibold">{`${formatPercent(point.probabilities[only.index] ?? 0)}  `}</tspan>
        )}
        <tspan className="fill-muted">{words}</tspan>
      </text>
    </g>
  );
};
