import { describe, expect, it } from 'vitest';
import { profitSeries } from './profitSeries.ts';

const day = (date: string, realised: number) => ({ day: date, realised, volume: 10, trades: 1 });
const noon = Date.parse('2027-03-05T12:00:00Z');

describe('the profit of a person over time', () => {
  it('is nothing for somebody who never traded', () => {
    expect(profitSeries([], 0, noon)).toEqual([]);
  });

  it('adds up day by day and ends now', () => {
    const points = profitSeries([day('2027-03-01', 5), day('2027-03-03', -8)], -3, noon);
    expect(points.map(({ day: date, made, total }) => [date, made, total])).toEqual([
      ['2027-02-28', 0, 0],
      ['2027-03-01', 5, 5],
      ['2027-03-03', -8, -3],
      ['2027-03-05', 0, -3],
    ]);
    expect(points.at(-1)!.time).toBe(noon);
  });

  it('puts what the days do not know yet on today', () => {
    const points = profitSeries([day('2027-03-04', 5), day('2027-03-05', 2)], 10, noon);
    expect(points.map(({ day: date, made, total }) => [date, made, total])).toEqual([
      ['2027-03-03', 0, 0],
      ['2027-03-04', 5, 5],
      ['2027-03-05', 5, 10],
    ]);
  });
});
