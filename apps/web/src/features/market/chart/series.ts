import type { HistoryPoint, Market } from '@mesh-markets/contract';

/** A moment of the chart: milliseconds, and the probability of every outcome from then on. */
export interface ChartPoint {
  readonly time: number;
  readonly probabilities: readonly number[];
}

export interface ChartWindow {
  readonly from: number;
  readonly to: number;
}

/** More lines than this cannot be told apart by colour: the rest are drawn muted, without a label. */
export const LABELLED_SERIES = 6;

/** How an outcome is drawn: a colour of its own by rank, or muted. */
export interface Series {
  readonly index: number;
  readonly label: string;
  /** 0 is the likeliest; undefined is one of the muted lines. */
  readonly rank: number | undefined;
}

/**
 * A binary market needs one line, for NO is its mirror image. Ranks go by the odds now, so the labels at the right
 * end stand in the order of the colours.
 */
export const seriesOf = (market: Pick<Market, 'type' | 'outcomes'>): Series[] => {
  const byOdds = market.outcomes.toSorted(
    (one, other) => other.probability - one.probability || one.index - other.index,
  );
  const drawn = market.type === 'BINARY' ? market.outcomes.slice(0, 1) : byOdds;
  return drawn.map(({ index, label }, rank) => ({
    index,
    label,
    rank: rank < LABELLED_SERIES ? rank : undefined,
  }));
};

/**
 * The history with the odds on screen as its last point: a trade that arrived after the history was fetched shows at
 * once. Points before the window are folded into one at its start, because they say what held there.
 */
export const chartPoints = (
  history: readonly HistoryPoint[],
  outcomes: Market['outcomes'],
  window: ChartWindow,
): ChartPoint[] => {
  const points = history.map(({ at, probabilities }) => ({ time: Date.parse(at), probabilities }));
  const now = outcomes.map(({ probability }) => probability);
  const inside = points.filter(({ time }) => time >= window.from && time <= window.to);
  const before = points.findLast(({ time }) => time < window.from);
  if (before !== undefined) inside.unshift({ time: window.from, probabilities: before.probabilities });
  const last = inside.at(-1);
  if (last === undefined)
    return [
      { time: window.from, probabilities: now },
      { time: window.to, probabilities: now },
    ];
  if (last.time === window.to) inside.pop();
  return [...inside, { time: window.to, probabilities: now }];
};

/** Air behind the last event, so that its marker does not stick to the edge. */
const air = 0.04;

/** What was fetched, with the trades that have come since. */
const fetchedWindow = ({
  from,
  to,
  points,
}: {
  readonly from: string;
  readonly to: string;
  readonly points: readonly Pick<HistoryPoint, 'at'>[];
}): ChartWindow => {
  const start = Date.parse(from);
  const newest = points.at(-1);
  const end = Math.max(Date.parse(to), newest === undefined ? start : Date.parse(newest.at));
  return { from: start, to: Math.max(start + 1, end) };
};

/**
 * What was fetched; the whole history of a market that is over goes on to its resolution, unless that came so late
 * that the trading before it would be squeezed into less than half of the chart.
 */
export const chartWindow = (
  fetched: Parameters<typeof fetchedWindow>[0],
  endedAt: string | undefined,
  range: string,
): ChartWindow => {
  const { from, to } = fetchedWindow(fetched);
  if (endedAt === undefined || range !== 'all') return { from, to };
  const ended = Math.max(to, Date.parse(endedAt));
  const end = ended - to <= to - from ? ended : to;
  return { from, to: end + (end - from) * air };
};

/** The index of the point that holds at a time: the last one not after it. */
export const pointAt = (points: readonly ChartPoint[], time: number): number => {
  let low = 0;
  let high = points.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (points[middle]!.time <= time) low = middle;
    else high = middle - 1;
  }
  return low;
};

/** First, last, lowest and highest of one outcome, for the summary in words. */
export const extremesOf = (points: readonly ChartPoint[], index: number) => {
  const values = points.map(({ probabilities }) => probabilities[index] ?? 0);
  return {
    first: values[0] ?? 0,
    last: values.at(-1) ?? 0,
    lowest: Math.min(...values),
    highest: Math.max(...values),
  };
};

/** At most `count` points with equal gaps between them, the first and the last included, for the table. */
export const thinned = (points: readonly ChartPoint[], count: number): ChartPoint[] => {
  if (points.length <= count) return [...points];
  const step = (points.length - 1) / (count - 1);
  return Array.from({ length: count }, (_, place) => points[Math.round(place * step)]!);
};
