import type { ProfitDay } from '@mesh-markets/contract';
import { scaleLinear, scaleTime } from 'd3-scale';
import { curveStepAfter, line } from 'd3-shape';
import { formatCreditsCompact, formatSignedCredits } from '../../lib/format.ts';
import { formatDay } from '../../lib/time.ts';
import { useElementWidth } from '../market/chart/useElementWidth.ts';
import { type ProfitPoint, profitSeries } from './profitSeries.ts';
import { SignedCredits } from './SignedCredits.tsx';

const height = 200;
const margin = { top: 14, right: 16, bottom: 24, left: 58 };
/** Room at the right for the step from what was made to what it would be with open positions. */
const tail = 56;

interface Scales {
  readonly x: (time: number) => number;
  readonly y: (credits: number) => number;
}

/** Whole credits only, and zero among them. */
const creditTicks = (low: number, high: number): number[] =>
  scaleLinear([low, high], [0, 1])
    .ticks(4)
    .filter((tick) => Number.isInteger(tick));

const scalesFor = (width: number, points: readonly ProfitPoint[], profit: number) => {
  const totals = [0, profit, ...points.map(({ total }) => total)];
  const [low, high] = [Math.min(...totals), Math.max(...totals)];
  const y = scaleLinear([low, low === high ? high + 1 : high], [height - margin.bottom, margin.top]).nice(4);
  const x = scaleTime([points[0]!.time, points.at(-1)!.time], [margin.left, width - margin.right - tail]);
  return { x, y };
};

const shortDay = new Intl.DateTimeFormat('en-US', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** Days, each named once, as many as fit. */
const dayTicks = (x: ReturnType<typeof scalesFor>['x'], fit: number): Date[] => {
  const [left = 0, right = 0] = x.range();
  const ticks = x.ticks(fit).filter((tick) => x(tick) >= left + 16 && x(tick) <= right);
  const days = ticks.filter((tick, place) => {
    const before = ticks[place - 1];
    return before === undefined || shortDay.format(before) !== shortDay.format(tick);
  });
  return days.filter((_, place) => place % Math.ceil(days.length / fit) === 0);
};

const Axes = ({ width, x, y }: { readonly width: number } & ReturnType<typeof scalesFor>) => {
  const [low, high] = y.domain() as [number, number];
  const fit = Math.max(2, Math.floor(width / 120));
  return (
    <g className="figures fill-muted text-xs">
      {creditTicks(low, high).map((tick) => (
        <g key={tick} transform={`translate(0,${y(tick)})`}>
          <line
            x1={margin.left}
            x2={width - margin.right}
            className={tick === 0 ? 'stroke-edge' : 'stroke-line'}
          />
          <text x={margin.left - 8} dy="0.32em" textAnchor="end">
            {formatCreditsCompact(tick)}
          </text>
        </g>
      ))}
      {dayTicks(x, fit).map((tick) => (
        <text key={Number(tick)} x={x(tick)} y={height - 4} textAnchor="middle">
          {shortDay.format(tick)}
        </text>
      ))}
    </g>
  );
};

const Lines = ({
  width,
  points,
  profit,
  x,
  y,
}: { readonly width: number; readonly points: readonly ProfitPoint[]; readonly profit: number } & Scales) => {
  const last = points.at(-1)!;
  const end = width - margin.right;
  const made = line<ProfitPoint>(
    ({ time }) => x(time),
    ({ total }) => y(total),
  ).curve(curveStepAfter)(points);
  return (
    <g>
      <path d={made ?? ''} className="fill-none stroke-accent" strokeWidth="2" strokeLinejoin="round" />
      <line
        x1={x(last.time)}
        y1={y(last.total)}
        x2={end}
        y2={y(profit)}
        className="stroke-accent"
        strokeWidth="2"
        strokeDasharray="3 4"
      />
      <circle cx={x(last.time)} cy={y(last.total)} r="3.5" className="fill-accent" />
      <circle cx={end} cy={y(profit)} r="4" className="fill-canvas stroke-accent" strokeWidth="2" />
    </g>
  );
};

const DayTable = ({ points }: { readonly points: readonly ProfitPoint[] }) => (
  <details className="text-sm">
    <summary className="w-fit rounded-md text-accent">As a table</summary>
    <div className="mt-2 max-h-80 overflow-y-auto">
      <table className="w-full">
        <thead className="text-xs text-muted">
          <tr>
            <th scope="col" className="py-1 text-start font-normal">
              Day (UTC)
            </th>
            <th scope="col" className="py-1 text-end font-normal">
              Made
            </th>
            <th scope="col" className="py-1 text-end font-normal">
              In all
            </th>
          </tr>
        </thead>
        <tbody className="figures">
          {points
            .slice(1)
            .reverse()
            .map(({ day, made, total }) => (
              <tr key={day} className="border-t border-line">
                <td className="py-1">{formatDay(`${day}T12:00:00`)}</td>
                <td className="py-1 text-end">
                  <SignedCredits amount={made} />
                </td>
                <td className="py-1 text-end">
                  <SignedCredits amount={total} />
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  </details>
);

interface ProfitChartProps {
  readonly days: readonly ProfitDay[];
  /** Made so far, and that together with what open positions are worth above their cost. */
  readonly realised: number;
  readonly profit: number;
  readonly now: number;
}

/** What was made, day by day; the dashed end is what open positions would add at the odds of now. */
export const ProfitChart = ({ days, realised, profit, now }: ProfitChartProps) => {
  const [ref, width] = useElementWidth();
  const points = profitSeries(days, realised, now);
  if (points.length === 0) return null;
  const summary = `Realised profit since ${formatDay(`${points[1]!.day}T12:00:00`)}: ${formatSignedCredits(realised)} now, ${formatSignedCredits(profit)} with open positions.`;
  return (
    <figure className="grid gap-2">
      <div ref={ref} className="h-[200px]">
        {width > 0 && (
          <svg role="img" aria-label={summary} width={width} height={height} className="block">
            <Axes width={width} {...scalesFor(width, points, profit)} />
            <Lines width={width} points={points} profit={profit} {...scalesFor(width, points, profit)} />
          </svg>
        )}
      </div>
      <figcaption className="text-xs text-muted">
        The line is profit already made, by day in UTC. The dashed end adds what open positions are worth now.
      </figcaption>
      <DayTable points={points} />
    </figure>
  );
};
