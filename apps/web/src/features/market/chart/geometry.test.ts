import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chartScales, probabilityTicks, spreadLabels, stepPath, timeTicks } from './geometry.ts';
import { probabilityDomain } from './probabilityDomain.ts';
import { sparklinePath } from './sparklinePath.ts';

const box = { width: 240, height: 120, top: 10, right: 40, bottom: 10, left: 0 };
const hour = 3_600_000;

describe('probabilityDomain', () => {
  it.each([
    [[0.62], [0.5, 0.75]],
    [[0.004], [0, 0.2]],
    [[0.9997], [0.8, 1]],
    [
      [0, 1],
      [0, 1],
    ],
    [
      [0.3, 0.7],
      [0.25, 0.75],
    ],
  ])('of %j is %j', (values, domain) => {
    expect(probabilityDomain(values)).toEqual(domain);
  });
  it('holds every value, within 0 and 1, and at least a fifth', () => {
    const probability = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(probability, { minLength: 1, maxLength: 20 }), (values) => {
        const [low, high] = probabilityDomain(values);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(high - low).toBeGreaterThan(0.199);
        for (const value of values) {
          expect(value).toBeGreaterThanOrEqual(low);
          expect(value).toBeLessThanOrEqual(high);
        }
      }),
    );
  });
  it('has between three and eight whole-percent ticks', () => {
    for (const domain of [
      [0, 0.2],
      [0.5, 0.75],
      [0, 1],
      [0.8, 1],
      [0.25, 0.75],
    ] as const) {
      const ticks = probabilityTicks(domain);
      expect(ticks.length).toBeGreaterThanOrEqual(3);
      expect(ticks.length).toBeLessThanOrEqual(8);
    }
  });
});

describe('stepPath', () => {
  it('keeps a price until the next trade and reaches the end of the window', () => {
    const scales = chartScales(box, { from: 0, to: 10 * hour }, [0, 1]);
    const points = [
      { time: 0, probabilities: [0.5] },
      { time: 5 * hour, probabilities: [0.75] },
      { time: 10 * hour, probabilities: [0.75] },
    ];
    expect(stepPath(points, 0, scales)).toBe('M0,60L100,60L100,35L200,35L200,35');
  });
});

describe('timeTicks', () => {
  it.each([hour, 24 * hour, 7 * 24 * hour, 900 * 24 * hour])(
    'over %d ms do not touch and are not cut',
    (span) => {
      for (const width of [280, 640, 900]) {
        const scales = chartScales({ ...box, width }, { from: 0, to: span }, [0, 1]);
        const places = timeTicks(scales).map((tick) => scales.x(tick));
        expect(places.length).toBeGreaterThanOrEqual(1);
        expect(places[0]).toBeGreaterThanOrEqual(16);
        expect(places.at(-1)).toBeLessThanOrEqual(width - 40 - 16);
        for (let place = 1; place < places.length; place++) {
          expect(places[place]! - places[place - 1]!).toBeGreaterThan(48);
        }
      }
    },
  );
});

describe('spreadLabels', () => {
  it('leaves labels that do not touch where they are', () => {
    expect(spreadLabels([10, 50, 90], 16, 0, 100)).toEqual([10, 50, 90]);
  });
  it('pushes labels apart, and back up from the bottom', () => {
    expect(spreadLabels([50, 51, 52], 16, 0, 100)).toEqual([50, 66, 82]);
    expect(spreadLabels([90, 95, 99], 16, 0, 100)).toEqual([68, 84, 100]);
  });
  it('never lets two labels touch', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 6 }), (heights) => {
        const placed = spreadLabels(
          heights.toSorted((one, other) => one - other),
          16,
          0,
          100,
        );
        for (let place = 1; place < placed.length; place++) {
          expect(placed[place]! - placed[place - 1]!).toBeGreaterThanOrEqual(16);
        }
        if (placed.length > 0) expect(placed.at(-1)).toBeLessThanOrEqual(100);
      }),
    );
  });
});

describe('sparklinePath', () => {
  it('draws nothing for no points, and a line for one moment', () => {
    expect(sparklinePath([], 96, 24)).toBe('');
    expect(sparklinePath([{ time: 5, probabilities: [0.5] }], 96, 24)).toMatch(/^M0,/);
  });
  it('steps over its whole width, higher for likelier', () => {
    const points = [
      { time: 0, probabilities: [0] },
      { time: 50, probabilities: [1] },
      { time: 100, probabilities: [1] },
    ];
    expect(sparklinePath(points, 102, 24)).toBe('M0,22.0H50.0V2.0H100.0V2.0');
  });
});
