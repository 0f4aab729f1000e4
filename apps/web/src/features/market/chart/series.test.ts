import type { HistoryPoint, Outcome } from '@mesh-markets/contract';
import { describe, expect, it } from 'vitest';
import { chartPoints, chartWindow, extremesOf, pointAt, seriesOf, thinned } from './series.ts';

const outcomes = (...odds: number[]): Outcome[] =>
  odds.map((probability, index) => ({ index, label: `${index}`, probability, shares: 0, phantomShares: 0 }));
const at = (time: number, ...probabilities: number[]): HistoryPoint => ({
  at: new Date(time).toISOString(),
  seq: 0,
  probabilities,
});

describe('seriesOf', () => {
  it('draws one line for a binary market', () => {
    expect(seriesOf({ type: 'BINARY', outcomes: outcomes(0.3, 0.7) })).toEqual([
      { index: 0, label: '0', rank: 0 },
    ]);
  });
  it('ranks the likeliest six of many and mutes the others', () => {
    const series = seriesOf({ type: 'MULTIPLE', outcomes: outcomes(...Array(64).fill(1 / 65), 2 / 65) });
    expect(series[0]).toEqual({ index: 64, label: '64', rank: 0 });
    expect(series.filter(({ rank }) => rank !== undefined)).toHaveLength(6);
    expect(series).toHaveLength(65);
  });
});

describe('chartPoints', () => {
  const window = { from: 1_000, to: 5_000 };
  it('is a flat line at the odds of now for a market without trades', () => {
    expect(chartPoints([], outcomes(0.5, 0.5), window)).toEqual([
      { time: 1_000, probabilities: [0.5, 0.5] },
      { time: 5_000, probabilities: [0.5, 0.5] },
    ]);
  });
  it('folds what came before the window into its start and ends with the odds of now', () => {
    const points = chartPoints(
      [at(0, 0.5, 0.5), at(500, 0.6, 0.4), at(2_000, 0.7, 0.3)],
      outcomes(0.8, 0.2),
      window,
    );
    expect(points.map(({ time, probabilities }) => [time, probabilities[0]])).toEqual([
      [1_000, 0.6],
      [2_000, 0.7],
      [5_000, 0.8],
    ]);
  });
  it('starts where a young market starts', () => {
    expect(chartPoints([at(3_000, 0.5, 0.5)], outcomes(0.5, 0.5), window)[0]?.time).toBe(3_000);
  });
});

describe('chartWindow', () => {
  const fetched = { from: new Date(0).toISOString(), to: new Date(10_000).toISOString(), points: [] };
  it('grows with the trades that come', () => {
    expect(chartWindow({ ...fetched, points: [at(12_000, 0.5, 0.5)] }, undefined, 'all').to).toBe(12_000);
  });
  it('is what was fetched while the market is open', () => {
    expect(chartWindow(fetched, undefined, 'all')).toEqual({ from: 0, to: 10_000 });
  });
  it('goes on to the resolution when all of a market is shown', () => {
    expect(chartWindow(fetched, new Date(15_000).toISOString(), 'all')).toEqual({ from: 0, to: 15_600 });
    expect(chartWindow(fetched, new Date(15_000).toISOString(), '1d')).toEqual({ from: 0, to: 10_000 });
  });
  it('does not squeeze the trading for a late resolution', () => {
    expect(chartWindow(fetched, new Date(25_000).toISOString(), 'all')).toEqual({ from: 0, to: 10_400 });
  });
  it('never collapses', () => {
    expect(chartWindow({ from: fetched.from, to: fetched.from, points: [] }, undefined, 'all')).toEqual({
      from: 0,
      to: 1,
    });
  });
});

describe('pointAt', () => {
  const points = [10, 20, 30].map((time) => ({ time, probabilities: [time / 100] }));
  it.each([
    [0, 0],
    [10, 0],
    [19, 0],
    [20, 1],
    [29, 1],
    [99, 2],
  ])('at %d is %d', (time, index) => {
    expect(pointAt(points, time)).toBe(index);
  });
});

it('extremesOf and thinned keep the ends', () => {
  const points = Array.from({ length: 100 }, (_, time) => ({
    time,
    probabilities: [Math.abs(50 - time) / 100],
  }));
  expect(extremesOf(points, 0)).toEqual({ first: 0.5, last: 0.49, lowest: 0, highest: 0.5 });
  const few = thinned(points, 12);
  expect(few).toHaveLength(12);
  expect([few[0]?.time, few.at(-1)?.time]).toEqual([0, 99]);
});
