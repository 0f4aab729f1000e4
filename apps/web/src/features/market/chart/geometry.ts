import { scaleLinear, scaleTime } from 'd3-scale';
import { curveStepAfter, line } from 'd3-shape';
import { roundedTo } from './probabilityDomain.ts';
import type { ChartPoint, ChartWindow } from './series.ts';

/** The box of the chart in CSS pixels; the margins hold the percentages, the times and the labels at the lines' ends. */
export interface ChartBox {
  readonly width: number;
  readonly height: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

export const chartScales = (box: ChartBox, window: ChartWindow, domain: readonly [number, number]) => ({
  x: scaleTime([window.from, window.to], [box.left, box.width - box.right]),
  y: scaleLinear(domain, [box.height - box.bottom, box.top]),
});
export type ChartScales = ReturnType<typeof chartScales>;

/** The path of one outcome. A price holds until the next trade, so it is a step, not a slope. */
export const stepPath = (points: readonly ChartPoint[], index: number, { x, y }: ChartScales): string =>
  line<ChartPoint>(
    ({ time }) => roundedTo(x(time)),
    ({ probabilities }) => roundedTo(y(probabilities[index] ?? 0)),
  )
    .curve(curveStepAfter)
    .digits(1)(points) ?? '';

/** Percent ticks that fall on whole percents. */
export const probabilityTicks = (domain: readonly [number, number]): number[] =>
  scaleLinear(domain, [0, 1])
    .ticks(4)
    .filter((tick) => Number.isInteger(roundedTo(tick * 100)));

/** Times on round moments of the viewer's zone, as many as fit without touching. */
export const timeTicks = (scales: ChartScales): Date[] => {
  const [left, right] = scales.x.range() as [number, number];
  const fit = Math.max(2, Math.floor((right - left) / 96));
  const ticks = scales.x.ticks(fit);
  const kept = Math.ceil(ticks.length / (fit + 1));
  // A label is centred on its tick, so a tick at the very edge would be cut.
  return ticks.filter(
    (tick, place) => place % kept === 0 && scales.x(tick) >= left + 16 && scales.x(tick) <= right - 16,
  );
};

/**
 * Heights for labels of lines that end close together: each as near to its line as it can be, none closer to another
 * than `gap`, all between `top` and `bottom` as long as they fit. Expects and keeps ascending heights.
 */
export const spreadLabels = (
  heights: readonly number[],
  gap: number,
  top: number,
  bottom: number,
): number[] => {
  const placed = [...heights];
  for (let place = 0; place < placed.length; place++) {
    const free = place === 0 ? top : placed[place - 1]! + gap;
    placed[place] = Math.max(placed[place]!, free);
  }
  for (let place = placed.length - 1; place >= 0; place--) {
    const free = place === placed.length - 1 ? bottom : placed[place + 1]! - gap;
    placed[place] = Math.min(placed[place]!, free);
  }
  return placed;
};
