import type { ProfitDay } from '@mesh-markets/contract';

const DAY = 86_400_000;

export interface ProfitPoint {
  /** The end of the day, which is when its sum is known; for today, now. */
  readonly time: number;
  readonly day: string;
  /** Made on that day, and in all so far. */
  readonly made: number;
  readonly total: number;
}

/**
 * What was made by the end of each day, beginning with nothing on the day before the first. The last point is now and stands at
 * `realised`, which may know of trades that the days do not know of yet.
 */
export const profitSeries = (days: readonly ProfitDay[], realised: number, now: number): ProfitPoint[] => {
  const first = days[0];
  if (first === undefined) return [];
  const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
  const points: ProfitPoint[] = [
    { time: Date.parse(first.day), day: dayOf(Date.parse(first.day) - DAY), made: 0, total: 0 },
  ];
  let total = 0;
  for (const { day, realised: made } of days) {
    total += made;
    points.push({ time: Math.min(Date.parse(day) + DAY, now), day, made, total });
  }
  const last = points.at(-1)!;
  if (last.time >= now) {
    points[points.length - 1] = { ...last, made: last.made + realised - last.total, total: realised };
  } else {
    points.push({ time: now, day: dayOf(now), made: realised - last.total, total: realised });
  }
  return points;
};
