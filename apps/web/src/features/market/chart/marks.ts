import type { Market } from '@mesh-markets/contract';
import type { ChartScales } from './geometry.ts';
import type { ChartWindow } from './series.ts';

/** Something that happened, on the time axis of the chart. */
export interface ChartMark {
  /** Milliseconds. */
  readonly at: number;
  readonly kind: 'CLOSED' | 'RESOLVED' | 'COMMENT';
  /** `Closed`; of a comment who wrote it. */
  readonly label: string;
}

/** The end of trading and the answer. */
export const marketMarks = (market: Pick<Market, 'closesAt' | 'closedAt' | 'resolvedAt'>): ChartMark[] => {
  const closed = Date.parse(market.closedAt ?? market.closesAt);
  const marks: ChartMark[] = [{ at: closed, kind: 'CLOSED', label: 'Closed' }];
  if (market.resolvedAt === undefined) return marks;
  return [...marks, { at: Date.parse(market.resolvedAt), kind: 'RESOLVED', label: 'Resolved' }];
};

/** A line from top to bottom with its words beside it, in a row of its own where lines stand close. */
export interface PlacedLine {
  readonly x: number;
  readonly label: string;
  readonly row: number;
  readonly side: 'start' | 'end';
}

/** Comments that would cover one another become one mark. */
export interface PlacedComments {
  readonly x: number;
  readonly labels: readonly string[];
}

const LABEL_WIDTH = 64;
const COMMENT_WIDTH = 14;

const isIn = (window: ChartWindow) => (mark: ChartMark) => mark.at >= window.from && mark.at <= window.to;

/** Where the lines and their words stand: left of the line where there is room, and never over one another. */
export const placeLines = (
  marks: readonly ChartMark[],
  scales: ChartScales,
  window: ChartWindow,
): PlacedLine[] => {
  const [left] = scales.x.range() as [number, number];
  const taken: { from: number; to: number; row: number }[] = [];
  return marks
    .filter(({ kind }) => kind !== 'COMMENT')
    .filter(isIn(window))
    .toSorted((one, other) => one.at - other.at)
    .map(({ at, label }) => {
      const x = scales.x(at);
      const side = x - left > LABEL_WIDTH + 8 ? 'end' : 'start';
      const [from, to] = side === 'end' ? [x - LABEL_WIDTH, x] : [x, x + LABEL_WIDTH];
      let row = 0;
      while (taken.some((one) => one.row === row && one.from < to && from < one.to)) row += 1;
      taken.push({ from, to, row });
      return { x, label, row, side };
    });
};

export const placeComments = (
  marks: readonly ChartMark[],
  scales: ChartScales,
  window: ChartWindow,
): PlacedComments[] => {
  const placed: { x: number; labels: string[] }[] = [];
  const comments = marks.filter(({ kind }) => kind === 'COMMENT').filter(isIn(window));
  for (const { at, label } of comments.toSorted((one, other) => one.at - other.at)) {
    const x = scales.x(at);
    const last = placed.at(-1);
    if (last !== undefined && x - last.x < COMMENT_WIDTH) last.labels.push(label);
    else placed.push({ x, labels: [label] });
  }
  return placed;
};

/** `@ana`, `@ana and @ben`, `@ana and 3 others`. */
export const commentWords = (labels: readonly string[]): string => {
  const names = [...new Set(labels)];
  if (names.length <= 2) return `Comment by ${names.join(' and ')}`;
  return `Comments by ${names[0]} and ${names.length - 1} others`;
};
