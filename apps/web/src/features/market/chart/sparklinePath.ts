import { probabilityDomain } from './probabilityDomain.ts';
import type { ChartPoint } from './series.ts';

/** Half the width of the stroke, and a little air. */
const margin = 2;

/**
 * The path of a sparkline: steps without axes over its whole box. Written by hand, because cards are in the first
 * bundle and the chart's libraries are not.
 */
export const sparklinePath = (points: readonly ChartPoint[], width: number, height: number): string => {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return '';
  const values = points.map(({ probabilities }) => probabilities[0] ?? 0);
  const [low, high] = probabilityDomain(values);
  const span = Math.max(1, last.time - first.time);
  const x = (time: number): string => (((time - first.time) / span) * (width - margin)).toFixed(1);
  const y = (value: number): string =>
    (margin + (1 - (value - low) / (high - low)) * (height - 2 * margin)).toFixed(1);
  const steps = points.slice(1).map(({ time }, place) => `H${x(time)}V${y(values[place + 1]!)}`);
  return `M0,${y(values[0]!)}${steps.join('')}`;
};
