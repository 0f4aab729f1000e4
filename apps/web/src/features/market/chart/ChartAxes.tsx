import { formatPercent } from '../../../lib/format.ts';
import { tickLabels } from './chartWords.ts';
import { type ChartBox, type ChartScales, probabilityTicks, timeTicks } from './geometry.ts';

interface ChartAxesProps {
  readonly box: ChartBox;
  readonly scales: ChartScales;
}

/** 0 and 100 are the ends of the scale here, not a claim of certainty. */
const tickPercent = (tick: number): string =>
  tick === 0 || tick === 1 ? `${tick * 100}\u202f%` : formatPercent(tick);

const ProbabilityAxis = ({ box, scales }: ChartAxesProps) =>
  probabilityTicks(scales.y.domain() as [number, number]).map((tick) => (
    <g key={tick} transform={`translate(0,${scales.y(tick)})`}>
      <line x1={box.left} x2={box.width - box.right} className="stroke-line" />
      <text x={box.left - 8} dy="0.32em" textAnchor="end" className="fill-muted text-xs">
        {tickPercent(tick)}
      </text>
    </g>
  ));

const TimeAxis = ({ box, scales }: ChartAxesProps) => {
  const ticks = timeTicks(scales);
  const labels = tickLabels(ticks);
  // Within a second the ticks have one label, which is said once.
  const told = ticks.map((tick, place) => ({ tick, label: labels[place] }));
  return told
    .filter(({ label }, place) => label !== labels[place - 1])
    .map(({ tick, label }) => (
      <text
        key={Number(tick)}
        x={scales.x(tick)}
        y={box.height - 4}
        textAnchor="middle"
        className="fill-muted text-xs"
      >
        {label}
      </text>
    ));
};

export const ChartAxes = (props: ChartAxesProps) => (
  <g className="figures">
    <ProbabilityAxis {...props} />
    <TimeAxis {...props} />
  </g>
);
