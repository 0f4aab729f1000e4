import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointsIn, viewOf, zoomAround, zoomBetween, zoomTo } from './zoom.ts';

const all = { from: 0, to: 1_000_000 };

describe('zooming', () => {
  it('keeps the moment under the pointer where it is', () => {
    const view = { from: 200_000, to: 600_000 };
    const zoom = zoomAround(all, view, 300_000, 2);
    expect(zoom).toEqual({ from: 250_000, to: 450_000 });
  });
  it('is the whole again when it is as wide', () => {
    expect(zoomAround(all, { from: 200_000, to: 800_000 }, 500_000, 0.5)).toBeUndefined();
    expect(zoomTo(all, -5, 2_000_000)).toBeUndefined();
    expect(viewOf(all, undefined)).toBe(all);
  });
  it('goes on to the newest trade when it reaches the end', () => {
    const zoom = zoomTo(all, 800_000, 1_000_000);
    expect(zoom).toEqual({ from: 800_000, to: undefined });
    expect(viewOf({ from: 0, to: 1_200_000 }, zoom)).toEqual({ from: 800_000, to: 1_200_000 });
  });
  it('shows everything where what was zoomed to is gone', () => {
    expect(viewOf({ from: 900_000, to: 1_000_000 }, { from: 100, to: 200 })).toEqual({
      from: 900_000,
      to: 1_000_000,
    });
  });
  it('never leaves the whole and never gets too close', () => {
    const moment = fc.integer({ min: -500_000, max: 1_500_000 });
    fc.assert(
      fc.property(moment, moment, (one, other) => {
        const view = viewOf(all, zoomTo(all, Math.min(one, other), Math.max(one, other)));
        expect(view.from).toBeGreaterThanOrEqual(all.from);
        expect(view.to).toBeLessThanOrEqual(all.to);
        expect(view.to - view.from).toBeGreaterThanOrEqual(20_000 - 1e-6);
      }),
    );
  });
  it('follows two fingers', () => {
    const zoom = zoomBetween(all, [
      { time: 600_000, part: 0.75 },
      { time: 400_000, part: 0.25 },
    ]);
    expect(zoom).toEqual({ from: 300_000, to: 700_000 });
  });
});

describe('pointsIn', () => {
  const points = [0, 10, 20, 30].map((time) => ({ time, probabilities: [time / 100] }));
  const read = (from: number, to: number) =>
    pointsIn(points, { from, to }).map(({ time, probabilities }) => [time, probabilities[0]]);
  it('begins and ends with what held there', () => {
    expect(read(5, 25)).toEqual([
      [5, 0],
      [10, 0.1],
      [20, 0.2],
      [25, 0.2],
    ]);
    expect(read(11, 12)).toEqual([
      [11, 0.1],
      [12, 0.1],
    ]);
  });
  it('adds nothing before the first point or behind the last', () => {
    expect(read(-50, 90)).toEqual(points.map(({ time, probabilities }) => [time, probabilities[0]]));
    expect(read(0, 10)).toEqual([
      [0, 0],
      [10, 0.1],
    ]);
  });
});
