import type { Market } from '@mesh-markets/contract';
import { type PointerEvent, useState } from 'react';
import { formatPercent } from '../../../lib/format.ts';
import './chart.css';
import { ChartAxes } from './ChartAxes.tsx';
import { ChartLabels } from './ChartLabels.tsx';
import { ChartLines } from './ChartLines.tsx';
import { type ChartMarker, ChartMarkers } from './ChartMarkers.tsx';
import { Crosshair } from './Crosshair.tsx';
import { chartSummary, momentLabel } from './chartWords.ts';
import { type ChartBox, type ChartScales, chartScales } from './geometry.ts';
import { probabilityDomain } from './probabilityDomain.ts';
import { type ChartPoint, type ChartWindow, pointAt, type Series, seriesOf } from './series.ts';
import { useElementWidth } from './useElementWidth.ts';

interface ProbabilityChartProps {
  readonly market: Pick<Market, 'type' | 'outcomes'>;
  /** At least one. */
  readonly points: readonly ChartPoint[];
  readonly window: ChartWindow;
  readonly markers: readonly ChartMarker[];
}

export const chartHeight = 260;

const boxFor = (width: number, labelled: boolean): ChartBox => {
  const right = labelled ? Math.min(176, Math.max(104, width * 0.26)) : 10;
  return { width, height: chartHeight, top: 24, right, bottom: 26, left: 44 };
};

const valuesOf = (points: readonly ChartPoint[], series: readonly Series[]): number[] =>
  points.flatMap(({ probabilities }) => series.map(({ index }) => probabilities[index] ?? 0));

const pointInWords = (point: ChartPoint, series: readonly Series[], time: number): string => {
  const values = series
    .filter(({ rank }) => rank !== undefined)
    .map(({ index, label }) => `${label} ${formatPercent(point.probabilities[index] ?? 0)}`);
  return `${momentLabel(time)}: ${values.join(', ')}`;
};

/** The moment under the pointer, kept inside what is drawn. */
const timeUnder = (
  event: PointerEvent<Element>,
  scales: ChartScales,
  points: readonly ChartPoint[],
): number => {
  const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
  const time = Number(scales.x.invert(x));
  return Math.min(points.at(-1)?.time ?? time, Math.max(points[0]?.time ?? time, time));
};

export const ProbabilityChart = ({ market, points, window, markers }: ProbabilityChartProps) => {
  const [ref, width] = useElementWidth();
  const [readTime, setReadTime] = useState<number>();
  const series = seriesOf(market);
  const box = boxFor(width, market.type === 'MULTIPLE');
  const scales = chartScales(box, window, probabilityDomain(valuesOf(points, series)));
  const last = points.length - 1;
  const read = readTime === undefined ? last : pointAt(points, readTime);
  const point = points[read]!;
  return (
    <div
      ref={ref}
      className="relative touch-pan-y rounded-md has-focus-visible:outline-2 has-focus-visible:outline-accent"
      style={{ height: chartHeight }}
      onPointerMove={(event) => setReadTime(timeUnder(event, scales, points))}
      onPointerLeave={() => setReadTime(undefined)}
    >
      {width > 0 && (
        <>
          <svg
            role="img"
            aria-label={chartSummary(market, series, points)}
            width={width}
            height={chartHeight}
            className="block"
          >
            <ChartAxes box={box} scales={scales} />
            <ChartMarkers markers={markers} box={box} scales={scales} window={window} />
            <ChartLines box={box} scales={scales} points={points} series={series} />
            {readTime !== undefined && (
              <Crosshair box={box} scales={scales} series={series} point={point} time={readTime} />
            )}
          </svg>
          {market.type === 'MULTIPLE' && (
            <ChartLabels box={box} scales={scales} series={series} point={point} last={points[last]!} />
          )}
        </>
      )}
      {/* The keyboard's crosshair: a slider over the points, which every browser and screen reader knows to move. */}
      <input
        type="range"
        className="sr-only"
        aria-label="Read the chart point by point"
        aria-valuetext={pointInWords(point, series, readTime ?? point.time)}
        min={0}
        max={last}
        value={read}
        onChange={(event) => setReadTime(points[event.target.valueAsNumber]?.time)}
        onFocus={() => setReadTime(point.time)}
        onBlur={() => setReadTime(undefined)}
      />
    </div>
  );
};
