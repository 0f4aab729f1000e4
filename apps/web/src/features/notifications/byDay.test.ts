import { expect, test } from 'vitest';
import { byDay } from './byDay.ts';

const at = (...parts: [number, number, number, number]) => ({ createdAt: new Date(...parts).toISOString() });

test('entries stand under the days of the reader’s own zone', () => {
  const now = new Date(2026, 10, 22, 0, 30).getTime();
  const entries = [
    at(2026, 10, 22, 0),
    at(2026, 10, 21, 23),
    at(2026, 10, 21, 1),
    at(2026, 10, 14, 12),
    at(2025, 11, 31, 12),
  ];
  const days = byDay(entries, now);
  expect(days.map(({ name, entries: ofDay }) => [name, ofDay.length])).toEqual([
    ['Today', 1],
    ['Yesterday', 2],
    ['Sat, Nov 14', 1],
    ['Dec 31, 2025', 1],
  ]);
});
