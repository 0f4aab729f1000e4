import { scaleLinear } from 'd3-scale';

/** A figure of one day of UTC. */
export interface DayValue {
  /** As 2026-01-31. */
  readonly day: string;
  readonly value: number;
}

export interface DayBox {
  readonly width: number;
  readonly height: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

const LABEL_WIDTH = 56;

const rounded = (value: number): number => Math.round(value * 10) / 10;

/** Where the days of a chart lie: each has a slot of the same width, and the heights begin at 0. */
export const dayScale = (days: readonly DayValue[], box: DayBox) => {
  const most = Math.max(1, ...days.map(({ value }) => value));
  const y = scaleLinear([0, most], [box.height - box.bottom, box.top]).nice(3);
  const inner = box.width - box.left - box.right;
  const slot = inner / Math.max(1, days.length);
  // Whole figures only: there are no halves of trades or people.
  const ticks = y.ticks(3).filter(Number.isInteger);
  // As many labels as fit, and always the last day, which is today.
  const every = Math.max(1, Math.ceil(days.length / Math.max(1, Math.floor(inner / LABEL_WIDTH))));
  const labelled = days.map((_, place) => place).filter((place) => (days.length - 1 - place) % every === 0);
  return {
    ticks,
    labelled,
    slot,
    x: (place: number): number => rounded(box.left + slot * (place + 0.5)),
    y: (value: number): number => rounded(y(value)),
    placeAt: (x: number): number => Math.min(days.length - 1, Math.max(0, Math.floor((x - box.left) / slot))),
  };
};
export type DayScale = ReturnType<typeof dayScale>;

const short = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' });

/** `Jan 31`. */
export const dayLabel = (day: string): string => short.format(Date.parse(`${day}T00:00:00Z`));
