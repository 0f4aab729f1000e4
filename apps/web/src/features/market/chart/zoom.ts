import type { ChartPoint, ChartWindow } from './series.ts';

/** The part of a chart that is looked at. Without an end it goes on to the newest trade, also when more come. */
export interface Zoom {
  readonly from: number;
  readonly to: number | undefined;
}

/** Closer than this there is nothing more to see. */
const SMALLEST_SPAN = 20_000;

/** The window on screen; undefined zoom is all of it. What was zoomed to may have left the past that is loaded. */
export const viewOf = (all: ChartWindow, zoom: Zoom | undefined): ChartWindow => {
  if (zoom === undefined) return all;
  const to = Math.min(zoom.to ?? all.to, all.to);
  const from = Math.max(zoom.from, all.from);
  return from < to ? { from, to } : all;
};

/** A window inside the whole; undefined when that is the whole itself. */
export const zoomTo = (all: ChartWindow, from: number, to: number): Zoom | undefined => {
  const span = Math.min(all.to - all.from, Math.max(SMALLEST_SPAN, to - from));
  const middle = (from + to) / 2;
  const start = Math.min(Math.max(middle - span / 2, all.from), all.to - span);
  if (span >= all.to - all.from) return undefined;
  return { from: start, to: start + span >= all.to ? undefined : start + span };
};

/** Closer (`factor` above 1) or farther, with the moment `at` staying where it is. */
export const zoomAround = (
  all: ChartWindow,
  view: ChartWindow,
  at: number,
  factor: number,
): Zoom | undefined => {
  const span = Math.max(SMALLEST_SPAN, (view.to - view.from) / factor);
  const part = (at - view.from) / (view.to - view.from);
  const from = at - part * span;
  return zoomTo(all, from, from + span);
};

/** What two fingers say: the moments under them when they came down should be under them now. */
export const zoomBetween = (
  all: ChartWindow,
  fingers: readonly [{ time: number; part: number }, { time: number; part: number }],
): Zoom | undefined => {
  const [one, other] = fingers[0].part <= fingers[1].part ? fingers : [fingers[1], fingers[0]];
  const apart = Math.max(0.02, other.part - one.part);
  const span = Math.abs(other.time - one.time) / apart;
  const from = Math.min(one.time, other.time) - one.part * span;
  return zoomTo(all, from, from + span);
};

/** The points in view, with what held at its start and at its end. */
export const pointsIn = (points: readonly ChartPoint[], view: ChartWindow): ChartPoint[] => {
  const inside = points.filter(({ time }) => time >= view.from && time <= view.to);
  const before = points.findLast(({ time }) => time < view.from);
  const start = before === undefined ? [] : [{ time: view.from, probabilities: before.probabilities }];
  const shown = inside[0]?.time === view.from ? inside : [...start, ...inside];
  const last = shown.at(-1) ?? points[0];
  if (last === undefined || last.time >= view.to) return shown.length > 0 ? shown : [...points];
  const goesOn = (points.at(-1)?.time ?? 0) > last.time;
  return goesOn ? [...shown, { time: view.to, probabilities: last.probabilities }] : shown;
};
