import { expect, it } from 'vitest';
import { wilsonInterval } from './wilsonInterval.ts';

it.each([
  [0.5, 100, 0.404, 0.596],
  [0, 10, 0, 0.278],
  [1, 10, 0.722, 1],
  [1, 1, 0.207, 1],
])('a rate of %s seen in %s tries lies between %3$s and %4$s', (rate, count, low, high) => {
  const interval = wilsonInterval(rate, count);
  expect(interval[0]).toBeCloseTo(low, 3);
  expect(interval[1]).toBeCloseTo(high, 3);
});
