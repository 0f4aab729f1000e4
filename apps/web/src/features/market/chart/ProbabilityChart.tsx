import type { Market } from '@mesh-markets/contract';
import { type KeyboardEvent, useId } from 'react';
import { formatPercent } from '../../../lib/format.ts';
import './chart.css';
import { ChartAxes } from './ChartAxes.tsx';
import { ChartLabels } from './ChartLabels.tsx';
import { ChartLines } from './ChartLines.tsx';
import { ChartMarkers } from './ChartMarkers.tsx';
import { Crosshair } from './Crosshair.tsx';
import { chartSummary, momentLabel } from './chartWords.ts';
import { type ChartBox, type ChartScales, chartScales } from './geometry.ts';
import type { ChartMark } from './marks.ts';
import { probabilityDomain } from './probabilityDomain.ts';
import { type ChartPoint, type ChartWindow, pointAt, type Series, seriesOf } from './series.ts';
import { type Selection, useChartPointer } from './useChartPointer.ts';
import { useElementWidth } from './useElementWidth.ts';
import { useGlide } from './useGlide.ts';
import { pointsIn, viewOf, type Zoom, zoomAround } from './zoom.ts';

interface ProbabilityChartProps {
  readonly market: Pick<Market, 'type' | 'outcomes'>;
  /** All that is loaded; at least one. */
  readonly points: readonly ChartPoint[];
  /** The time of all that is loaded, and the part of it to show. */
  readonly all: ChartWindow;
  readonly zoom: Zoom | undefined;
  readonly onZoom: (zoom: Zoom | undefined) => void;
  readonly marks: readonly ChartMark[];
}

export const chartHeight = 260;
/** A step closer or farther by button or key. */
export const zoomStep = 2;

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

/** The scales of a window as they are drawn, on their way there when it has just changed. */
const useScales = (box: ChartBox, view: ChartWindow, values: readonly number[]) => {
  const [from = 0, to = 1, low = 0, high = 1] = useGlide([view.from, view.to, ...probabilityDomain(values)]);
  return chartScales(box, { from, to }, [low, high]);
};

/** The plot's own rectangle, with room for a dot at its right end. */
const Plot = ({ id, box }: { readonly id: string; readonly box: ChartBox }) => (
  <clipPath id={id}>
    <rect x={box.left} y={0} width={Math.max(0, box.width - box.right - box.left + 7)} height={box.height} />
  </clipPath>
);

interface ChosenProps {
  readonly box: ChartBox;
  readonly scales: ChartScales;
  readonly selection: Selection;
}

/** The part that is being dragged out. */
const Chosen = ({ box, scales, selection: { from, to } }: ChosenProps) => (
  <rect
    x={scales.x(Math.min(from, to))}
    y={box.top}
    width={Math.abs(scales.x(to) - scales.x(from))}
    height={box.height - box.top - box.bottom}
    className="fill-accent"
    fillOpacity={0.12}
  />
);

interface ChartReaderProps {
  readonly shown: readonly ChartPoint[];
  readonly series: readonly Series[];
  readonly read: number;
  readonly at: number;
  readonly onRead: (time: number | undefined) => void;
  readonly onZoom: (zoom: undefined) => void;
  /** Closer by a factor, or farther. */
  readonly onStep: (factor: number) => void;
}

/** The keyboard's crosshair: a slider over the points, which every browser and screen reader knows to move. */
const ChartReader = ({ shown, series, read, at, onRead, onZoom, onStep }: ChartReaderProps) => {
  const point = shown[read]!;
  const onKeyDown = (event: KeyboardEvent): void => {
    const factor = { '+': zoomStep, '=': zoomStep, '-': 1 / zoomStep, _: 1 / zoomStep }[event.key];
    if (factor !== undefined) onStep(factor);
    else if (event.key === '0') onZoom(undefined);
    else return;
    event.preventDefault();
  };
  return (
    <input
      type="range"
      className="sr-only"
      aria-label="Read the chart point by point; plus and minus zoom"
      aria-valuetext={pointInWords(point, series, at)}
      min={0}
      max={shown.length - 1}
      value={read}
      onChange={(event) => onRead(shown[event.target.valueAsNumber]?.time)}
      onKeyDown={onKeyDown}
      onFocus={() => onRead(point.time)}
      onBlur={() => onRead(undefined)}
    />
  );
};

export const ProbabilityChart = ({ market, points, all, zoom, onZoom, marks }: ProbabilityChartProps) => {
  const [ref, width] = useElementWidth();
  const clipId = useId();
  const view = viewOf(all, zoom);
  const shown = pointsIn(points, view);
  const series = seriesOf(market);
  const box = boxFor(width, market.type === 'MULTIPLE');
  const scales = useScales(box, view, valuesOf(shown, series));
  const { readTime, setReadTime, selection, place, handlers } = useChartPointer({
    all,
    view,
    scales,
    onZoom,
  });
  const last = shown.length - 1;
  const reading = readTime !== undefined && readTime >= view.from && readTime <= view.to;
  const read = reading ? pointAt(shown, readTime) : last;
  const point = shown[read]!;
  const at = reading ? Math.min(Math.max(readTime, shown[0]!.time), shown[last]!.time) : point.time;

  return (
    <div
      ref={ref}
      className="relative rounded-md has-focus-visible:outline-2 has-focus-visible:outline-accent"
      style={{ height: chartHeight }}
    >
      <div ref={place} className="touch-pan-y select-none" {...handlers}>
        {width > 0 && (
          <svg
            role="img"
            aria-label={chartSummary(market, series, shown, marks)}
            width={width}
            height={chartHeight}
            className="block cursor-crosshair"
          >
            <Plot id={clipId} box={box} />
            <ChartAxes box={box} scales={scales} />
            {selection !== undefined && <Chosen box={box} scales={scales} selection={selection} />}
            <ChartMarkers marks={marks} box={box} scales={scales} window={view} />
            <g clipPath={`url(#${clipId})`}>
              <ChartLines box={box} scales={scales} points={points} series={series} />
            </g>
            {reading && <Crosshair box={box} scales={scales} series={series} point={point} time={at} />}
          </svg>
        )}
        {width > 0 && market.type === 'MULTIPLE' && (
          <ChartLabels box={box} scales={scales} series={series} point={point} last={shown[last]!} />
        )}
      </div>
      <ChartReader
        shown={shown}
        series={series}
        read={read}
        at={at}
        onRead={setReadTime}
        onZoom={onZoom}
        onStep={(factor) => onZoom(zoomAround(all, view, at, factor))}
      />
    </div>
  );
};
