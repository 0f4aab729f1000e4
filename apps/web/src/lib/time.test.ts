import { describe, expect, test } from 'vitest';
import { formatDuration, formatRelative, formatTimeLeft, fromLocalInput, toLocalInput } from './time.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const later = (milliseconds: number): string => new Date(now + milliseconds).toISOString();
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('durations round down', () => {
  test.each([
    [90_000, '1 minute'],
    [59 * minute, '59 minutes'],
    [23.9 * hour, '23 hours'],
    [27 * hour, '1 day'],
    [47.9 * hour, '1 day'],
    [2 * day, '2 days'],
    [13.9 * day, '13 days'],
    [30 * day, '4 weeks'],
    [100 * day, '3 months'],
    [800 * day, '2 years'],
  ])('%d ms is %s', (milliseconds, expected) => {
    expect(formatDuration(milliseconds)).toBe(expected);
  });
});

describe('time left', () => {
  test.each([
    [3.5 * day, '3 days left'],
    [47.9 * hour, '1 day 23\u202fh left'],
    [24.5 * hour, '1 day left'],
    [2 * day, '2 days left'],
    [30_000, 'less than a minute left'],
    [0, 'time is up'],
    [-day, 'time is up'],
  ])('%d ms ahead', (ahead, expected) => {
    expect(formatTimeLeft(later(ahead), now)).toBe(expected);
  });
});

describe('relative times', () => {
  test.each([
    [-3 * day, '3 days ago'],
    [-10_000, 'just now'],
    [20_000, 'just now'],
    [30_000, 'in a moment'],
    [2 * hour, 'in 2 hours'],
    [30 * hour, 'in 1 day 6\u202fh'],
  ])('%d ms ahead', (ahead, expected) => {
    expect(formatRelative(later(ahead), now)).toBe(expected);
  });
});

describe('the date-time field', () => {
  test('a moment survives the round trip to the minute', () => {
    const moment = new Date(2026, 10, 28, 18, 5);
    expect(toLocalInput(moment)).toBe('2026-11-28T18:05');
    expect(fromLocalInput('2026-11-28T18:05')?.getTime()).toBe(moment.getTime());
  });

  test.each(['', '2026-13-45T99:99'])('%j is no moment', (value) => {
    expect(fromLocalInput(value)).toBeUndefined();
  });
});
