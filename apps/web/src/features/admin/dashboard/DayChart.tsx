import { area, line } from 'd3-shape';
import { type PointerEvent, useId, useState } from 'react';
import { TableDisclosure } from '../../../ui/TableDisclosure.tsx';
import { useElementWidth } from '../../market/chart/useElementWidth.ts';
import { type DayBox, type DayScale, type DayValue, dayLabel, dayScale } from './dayScale.ts';

interface DayChartProps {
  readonly title: string;
  /** The figure of the whole range, beside the title. */
  readonly total: string;
  readonly days: readonly DayValue[];
  /** Bars for what happened on a day; a line for what stood at its end. */
  readonly shape: 'bars' | 'line';
  readonly format: (value: number) => string;
  /** For the axis, where space is short. */
  readonly formatShort: (value: number) => string;
}

const height = 168;

interface PlotProps extends Pick<DayChartProps, 'days' | 'shape' | 'formatShort'> {
  readonly box: DayBox;
  readonly scale: DayScale;
  readonly read: number | undefined;
}

const Axes = ({ days, box, scale, formatShort }: PlotProps) => (
  <g className="figures">
    {scale.ticks.map((tick) => (
      <g key={tick} transform={`translate(0,${scale.y(tick)})`}>
        <line
          x1={box.left}
          x2={box.width - box.right}
          className={tick === 0 ? 'stroke-edge' : 'stroke-line'}
        />
        <text x={box.left - 8} dy="0.32em" textAnchor="end" className="fill-muted text-xs">
          {formatShort(tick)}
        </text>
      </g>
    ))}
    {scale.labelled.map((place) => (
      <text
        key={place}
        // The first and the last label stay within the chart.
        x={Math.min(box.width - 20, Math.max(box.left + 16, scale.x(place)))}
        y={box.height - 4}
        textAnchor="middle"
        className="fill-muted text-xs"
      >
        {dayLabel(days[place]!.day)}
      </text>
    ))}
  </g>
);

const Bars = ({ days, scale, read }: PlotProps) => {
  const width = Math.max(1, Math.min(28, scale.slot * 0.7));
  return days.map(({ day, value }, place) => (
    <rect
      key={day}
      x={scale.x(place) - width / 2}
      y={scale.y(value)}
      width={width}
      height={Math.max(0, scale.y(0) - scale.y(value))}
      rx={Math.min(2, width / 4)}
      className={read === undefined || read === place ? 'fill-accent' : 'fill-accent/40'}
    />
  ));
};

const Line = ({ days, scale, read }: PlotProps) => {
  const x = (_: DayValue, place: number): number => scale.x(place);
  const y = ({ value }: DayValue): number => scale.y(value);
  const filled = area<DayValue>(x, scale.y(0), y).digits(1)(days) ?? '';
  const drawn = line<DayValue>(x, y).digits(1)(days) ?? '';
  return (
    <>
      <path d={filled} className="fill-accent/15" />
      <path d={drawn} fill="none" strokeWidth="2" strokeLinejoin="round" className="stroke-accent" />
      {read !== undefined && (
        <circle cx={scale.x(read)} cy={scale.y(days[read]!.value)} r="4" className="fill-accent" />
      )}
    </>
  );
};

const DayTable = ({ title, days, format }: Pick<DayChartProps, 'title' | 'days' | 'format'>) => (
  <TableDisclosure label={`${title} by day`}>
    <table className="figures w-full">
      <thead className="text-xs text-muted">
        <tr>
          <th scope="col" className="py-1 text-start font-medium">
            Day (UTC)
          </th>
          <th scope="col" className="py-1 text-end font-medium">
            {title}
          </th>
        </tr>
      </thead>
      <tbody>
        {days.toReversed().map(({ day, value }) => (
          <tr key={day} className="border-t border-line">
            <th scope="row" className="py-1 text-start font-normal">
              {day}
            </th>
            <td className="py-1 text-end">{format(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </TableDisclosure>
);

/** A figure by day: bars or a line, one day readable at a time, and the same as a table. */
export const DayChart = ({ title, total, days, shape, format, formatShort }: DayChartProps) => {
  const headingId = useId();
  const [ref, width] = useElementWidth();
  const [read, setRead] = useState<number>();
  const box: DayBox = { width, height, top: 12, right: 8, bottom: 24, left: 48 };
  const scale = dayScale(days, box);
  const last = days.length - 1;
  const inWords = (place: number): string => `${dayLabel(days[place]!.day)}: ${format(days[place]!.value)}`;
  const plot: PlotProps = { days, shape, formatShort, box, scale, read };
  const readUnder = (event: PointerEvent<Element>): void =>
    setRead(scale.placeAt(event.clientX - event.currentTarget.getBoundingClientRect().left));
  return (
    <section aria-labelledby={headingId} className="grid min-w-0 grid-cols-1 content-start gap-1">
      <div className="flex items-baseline justify-between gap-3">
        <h2 id={headingId} className="text-sm font-medium">
          {title}
        </h2>
        <p className="figures text-sm text-muted">{read === undefined ? total : inWords(read)}</p>
      </div>
      <div
        ref={ref}
        className="relative touch-pan-y rounded-md has-focus-visible:outline-2 has-focus-visible:outline-accent"
        style={{ height }}
        onPointerMove={readUnder}
        onPointerLeave={() => setRead(undefined)}
      >
        {width > 0 && (
          <svg
            role="img"
            aria-label={`${title} by day. ${total}.`}
            width={width}
            height={height}
            className="block"
          >
            <Axes {...plot} />
            {shape === 'bars' ? <Bars {...plot} /> : <Line {...plot} />}
          </svg>
        )}
        <input
          type="range"
          className="sr-only"
          aria-label={`Read ${title} day by day`}
          aria-valuetext={inWords(read ?? last)}
          min={0}
          max={last}
          value={read ?? last}
          onChange={(event) => setRead(event.target.valueAsNumber)}
          onFocus={() => setRead(last)}
          onBlur={() => setRead(undefined)}
        />
      </div>
      <DayTable title={title} days={days} format={format} />
    </section>
  );
};
