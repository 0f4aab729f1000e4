import type { ChartBox, ChartScales } from './geometry.ts';
import type { ChartWindow } from './series.ts';

/** A moment of the market's life on the time axis. */
export interface ChartMarker {
  readonly time: number;
  readonly label: string;
}

interface ChartMarkersProps {
  readonly markers: readonly ChartMarker[];
  readonly box: ChartBox;
  readonly scales: ChartScales;
  readonly window: ChartWindow;
}

/** Labels stand left of their line, one row each, so that closing and resolving on the same day can both be read. */
export const ChartMarkers = ({ markers, box, scales, window }: ChartMarkersProps) =>
  markers
    .filter(({ time }) => time >= window.from && time <= window.to)
    .map(({ time, label }, row) => {
      const x = scales.x(time);
      const roomLeft = x - box.left > 80;
      return (
        <g key={label}>
          <line
            x1={x}
            x2={x}
            y1={box.top}
            y2={box.height - box.bottom}
            strokeDasharray="3 3"
            className="stroke-edge"
          />
          <text
            x={x + (roomLeft ? -6 : 6)}
            y={box.top + 10 + row * 16}
            textAnchor={roomLeft ? 'end' : 'start'}
            stroke="var(--color-canvas)"
            strokeWidth={4}
            paintOrder="stroke"
            className="fill-muted text-xs"
          >
            {label}
          </text>
        </g>
      );
    });
