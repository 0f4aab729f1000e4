import { expect, test } from 'vitest';
import { closingChoices } from './closingChoices.ts';

const valuesAt = (year: number, month: number, day: number): string[] =>
  closingChoices(new Date(year, month - 1, day, 15, 30)).map(({ value }) => value);

test('an ordinary day', () => {
  expect(valuesAt(2026, 11, 22)).toEqual([
    '2026-11-23T23:59',
    '2026-11-29T23:59',
    '2026-12-22T23:59',
    '2026-12-31T23:59',
  ]);
});

test('a month later never skips a short month', () => {
  expect(valuesAt(2027, 1, 31)[2]).toBe('2027-02-28T23:59');
  expect(valuesAt(2026, 12, 31)[2]).toBe('2027-01-31T23:59');
});

test("New Year's Eve means the year after", () => {
  expect(valuesAt(2026, 12, 31)[3]).toBe('2027-12-31T23:59');
  expect(valuesAt(2026, 12, 30)[3]).toBe('2026-12-31T23:59');
});
