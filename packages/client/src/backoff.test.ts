import { expect, test } from 'vitest';
import { createBackoff } from './backoff.ts';

test('waits longer after every failure, up to a quarter of a minute, and anew after a success', () => {
  const backoff = createBackoff(() => 1);
  expect(Array.from({ length: 8 }, backoff.next)).toEqual([400, 800, 1600, 3200, 6400, 12800, 15000, 15000]);
  backoff.reset();
  expect(backoff.next()).toBe(400);
});

test('takes between half of that and all of it, so that clients do not come back in step', () => {
  expect(createBackoff(() => 0).next()).toBe(200);
  expect(createBackoff(() => 0.5).next()).toBe(300);
});
