import type { Market } from '@mesh-markets/contract';
import { formatCount, formatCounted, formatPercent } from '../../../lib/format.ts';
import { formatDay } from '../../../lib/time.ts';
import type { ChartMark } from './marks.ts';
import { type ChartPoint, extremesOf, type Series } from './series.ts';

const locale = 'en-US';
const MINUTE = 60_000;
const DAY = 86_400_000;

const seconds = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', second: '2-digit' });
const clock = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' });
const dayMonth = new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric' });
const monthYear = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric' });
const moment = new Intl.DateTimeFormat(locale, {
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
});

/** A tick says what changes from one tick to the next: the time of day, the day, or the month. */
export const tickLabels = (ticks: readonly Date[]): string[] => {
  const step = ticks.length > 1 ? Number(ticks[1]) - Number(ticks[0]) : DAY;
  return ticks.map((tick) => {
    if (step < MINUTE) return seconds.format(tick);
    if (step >= 27 * DAY) return monthYear.format(tick);
    const midnight = tick.getHours() === 0 && tick.getMinutes() === 0;
    return step >= DAY || midnight ? dayMonth.format(tick) : clock.format(tick);
  });
};

export const momentLabel = (time: number): string => moment.format(time);

/** `Closed Dec 3, 2026. 2 comments by large traders.`, with a space before it; nothing for nothing in view. */
const marksInWords = (marks: readonly ChartMark[], from: number, to: number): string => {
  const inView = marks.filter(({ at }) => at >= from && at <= to);
  const lines = inView
    .filter(({ kind }) => kind !== 'COMMENT')
    .map(({ at, label }) => ` ${label} ${formatDay(new Date(at).toISOString())}.`);
  const comments = inView.length - lines.length;
  return lines.join('') + (comments === 0 ? '' : ` ${formatCounted(comments, 'comment')} by large traders.`);
};

/** The chart in a few sentences, for those who cannot see it. */
export const chartSummary = (
  market: Pick<Market, 'outcomes'>,
  series: readonly Series[],
  points: readonly ChartPoint[],
  marks: readonly ChartMark[] = [],
): string => {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return 'No probabilities yet.';
  const dates = `${formatDay(new Date(first.time).toISOString())} to ${formatDay(new Date(last.time).toISOString())}`;
  const happened = marksInWords(marks, first.time, last.time);
  const only = series.length === 1 ? series[0] : undefined;
  if (only !== undefined) {
    const ends = extremesOf(points, only.index);
    return `Probability of ${only.label}, ${dates}: from ${formatPercent(ends.first)} to ${formatPercent(ends.last)}, lowest ${formatPercent(ends.lowest)}, highest ${formatPercent(ends.highest)}.${happened}`;
  }
  const likeliest = series
    .slice(0, 3)
    .map(({ index, label }) => `${label} ${formatPercent(last.probabilities[index] ?? 0)}`)
    .join(', ');
  return `Probability of ${formatCount(market.outcomes.length)} outcomes, ${dates}. Likeliest at the end: ${likeliest}.${happened}`;
};
