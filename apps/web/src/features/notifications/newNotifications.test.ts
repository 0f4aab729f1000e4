import type { Notification } from '@mesh-markets/contract';
import { describe, expect, test } from 'vitest';
import { newSince, toastWords } from './newNotifications.ts';

const of = (id: string, kind: Notification['kind'] = 'MARKET_CLOSED'): Notification =>
  ({
    id,
    kind,
    createdAt: '2026-01-01T00:00:00.000Z',
    times: 1,
    figures: {},
    market: { id: '1', question: 'Will it rain?' },
  }) as Notification;

describe('what came while the page was open', () => {
  test('is nothing on the first look, however much waits', () => {
    expect(newSince([of('12'), of('9')], undefined)).toEqual({ fresh: [], newest: 12n });
    expect(newSince([], undefined)).toEqual({ fresh: [], newest: 0n });
  });

  test('is what has a higher number than anything seen, by number and not by text', () => {
    expect(newSince([of('100'), of('99')], 99n)).toMatchObject({ fresh: [{ id: '100' }], newest: 100n });
  });

  test('leaves out one’s own trades, and remembers what has been read elsewhere meanwhile', () => {
    expect(newSince([of('5', 'TRADE_EXECUTED')], 4n)).toEqual({ fresh: [], newest: 5n });
    expect(newSince([of('3')], 5n)).toEqual({ fresh: [], newest: 5n });
  });
});

test('one is said in words, several as a number', () => {
  expect(toastWords([of('1')])).toBe('A market you hold has closed: Will it rain?');
  expect(toastWords([of('2'), of('1')])).toBe('2 new notifications');
});
