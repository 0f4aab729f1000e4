import type { Market } from '@mesh-markets/contract';
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { type PointerEvent, useState } from 'react';
import { formatCreditsCompact, formatPercent } from '../../../lib/format.ts';
import { useElementWidth } from '../chart/useElementWidth.ts';
import { type DepthStep, depthCurve, HIGHEST, LOWEST } from './depth.ts';
import { depthSentence } from './depthWords.ts';

interface DepthChartProps {
  readonly market: Market;
  readonly outcome: number;
}

const height = 260;
const margin = { top: 24, right: 12, bottom: 26, left: 56 };

/** The two ways from where the outcome stands: what costs on the way up in the colour of YES, down in that of NO. */
const branches = [
  { name: 'up', stroke: 'stroke-yes', fill: 'fill-yes' },
  { name: 'down', stroke: 'stroke-no', fill: 'fill-no' },
] as const;

const scalesFor = (width: number, steps: readonly DepthStep[]) => ({
  x: scaleLinear([0, 1], [margin.left, Math.max(margin.left + 1, width - margin.right)]),
  y: scaleLinear(
    [0, Math.max(10, ...steps.map(({ credits }) => credits))],
    [height - margin.bottom, margin.top],
  ).nice(4),
});
type DepthScales = ReturnType<typeof scalesFor>;

const Axes = ({ x, y }: DepthScales) => (
  <g className="figures fill-muted text-xs">
    {y.ticks(4).map((tick) => (
      <g key={tick} transform={`translate(0,${y(tick)})`}>
        <line x1={margin.left} x2={x(1)} className="stroke-line" />
        <text x={margin.left - 8} dy="0.32em" textAnchor="end">
          {formatCreditsCompact(tick)}
        </text>
      </g>
    ))}
    {[0, 0.25, 0.5, 0.75, 1].map((tick) => (
      <text
        key={tick}
        x={x(tick)}
        y={height - 4}
        textAnchor={tick === 0 ? 'start' : tick === 1 ? 'end' : 'middle'}
      >
        {`${tick * 100}\u202f%`}
      </text>
    ))}
  </g>
);

interface CurvesProps extends DepthScales {
  readonly steps: readonly DepthStep[];
  readonly now: number;
}

const Curves = ({ steps, now, x, y }: CurvesProps) =>
  branches.map(({ name, stroke, fill }) => {
    const branch = steps.filter(({ target }) => (name === 'up' ? target > now : target < now));
    const ends = { target: now, credits: 0 };
    const path =
      line<Pick<DepthStep, 'target' | 'credits'>>(
        ({ target }) => x(target),
        ({ credits }) => y(credits),
      ).digits(1)(name === 'up' ? [ends, ...branch] : [...branch, ends]) ?? '';
    const edge = x(branch.at(name === 'up' ? -1 : 0)?.target ?? now).toFixed(1);
    const [from, to] = name === 'up' ? [edge, x(now).toFixed(1)] : [x(now).toFixed(1), edge];
    return (
      <g key={name}>
        <path d={`${path}L${from},${y(0)}L${to},${y(0)}Z`} className={fill} fillOpacity={0.07} />
        <path d={path} fill="none" strokeWidth={2} strokeLinejoin="round" className={stroke} />
      </g>
    );
  });

const Now = ({ now, x, y }: DepthScales & { readonly now: number }) => (
  <g>
    <line x1={x(now)} x2={x(now)} y1={margin.top} y2={y(0)} strokeDasharray="3 3" className="stroke-edge" />
    <text
      x={x(now)}
      y={margin.top - 8}
      textAnchor={now < 0.15 ? 'start' : now > 0.85 ? 'end' : 'middle'}
      className="figures fill-muted text-xs"
    >
      {`now ${formatPercent(now)}`}
    </text>
  </g>
);

const Reading = ({
  step,
  target,
  x,
  y,
}: DepthScales & { readonly step: DepthStep | undefined; readonly target: number }) => (
  <g>
    <line
      x1={x(target)}
      x2={x(target)}
      y1={margin.top - 6}
      y2={y(0)}
      className="stroke-text"
      strokeOpacity={0.5}
    />
    <circle
      cx={x(target)}
      cy={y(step?.credits ?? 0)}
      r={4.5}
      className="fill-text"
      stroke="var(--color-canvas)"
      strokeWidth={2}
    />
  </g>
);

const usualTarget = (now: number): number => Math.min(HIGHEST, Math.round(now * 100) + 10) / 100;

/** What it costs to move an outcome to each probability, both ways, with the figures of one of them in words. */
export const DepthChart = ({ market, outcome }: DepthChartProps) => {
  const [ref, width] = useElementWidth();
  const [chosen, setChosen] = useState<number>();
  const now = market.outcomes[outcome]?.probability ?? 0.5;
  const steps = depthCurve(market, outcome);
  const scales = scalesFor(width, steps);
  const target = chosen ?? usualTarget(now);
  const step = steps.find((one) => one.target === target);
  const sentence = depthSentence(market, outcome, target);

  const point = ({ clientX, currentTarget }: PointerEvent<HTMLDivElement>): void => {
    const percent = Math.round(scales.x.invert(clientX - currentTarget.getBoundingClientRect().left) * 100);
    setChosen(Math.min(HIGHEST, Math.max(LOWEST, percent)) / 100);
  };

  return (
    <div className="grid gap-2">
      <div
        ref={ref}
        className="relative touch-pan-y rounded-md has-focus-visible:outline-2 has-focus-visible:outline-accent"
        style={{ height }}
        onPointerMove={point}
        onPointerDown={point}
      >
        {width > 0 && (
          <svg
            role="img"
            aria-label={sentence}
            width={width}
            height={height}
            className="block cursor-crosshair"
          >
            <Axes {...scales} />
            <Curves {...scales} steps={steps} now={now} />
            <Now {...scales} now={now} />
            <Reading {...scales} step={step} target={target} />
          </svg>
        )}
        <input
          type="range"
          className="sr-only"
          aria-label="Probability to move to"
          aria-valuetext={sentence}
          min={LOWEST}
          max={HIGHEST}
          value={Math.round(target * 100)}
          onChange={(event) => setChosen(event.target.valueAsNumber / 100)}
        />
      </div>
      <p className="figures min-h-10 text-sm" aria-hidden>
        {sentence}
      </p>
    </div>
  );
};
