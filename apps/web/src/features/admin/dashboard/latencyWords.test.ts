import { expect, test } from 'vitest';
import { formatSeconds, stepLabel } from './latencyWords.ts';

test.each([
  [0.0008, '0.8 ms'],
  [0.0123, '12 ms'],
  [1.5, '1.5 s'],
  [2, '2 s'],
])('%d seconds are %s', (seconds, words) => {
  expect(formatSeconds(seconds)).toBe(words);
});

test('the last step has no end', () => {
  const steps = [{ upTo: 0.005, trades: 1 }, { trades: 2 }];
  expect([stepLabel(steps, 0), stepLabel(steps, 1)]).toEqual(['up to 5 ms', 'more than 5 ms']);
});
