import { describe, expect, test } from 'vitest';
import { dayLabel, dayScale } from './dayScale.ts';

const box = { width: 400, height: 160, top: 10, right: 10, bottom: 30, left: 40 };
const days = (count: number, value = (place: number) => place) =>
  Array.from({ length: count }, (_, place) => ({ day: `2026-01-${place + 1}`, value: value(place) }));

describe('the days of a chart', () => {
  test('lie side by side within the box, from 0 up', () => {
    const scale = dayScale(days(7), box);
    expect(scale.slot).toBe(50);
    expect([scale.x(0), scale.x(6)]).toEqual([65, 365]);
    expect(scale.y(0)).toBe(130);
    expect(scale.y(6)).toBeGreaterThanOrEqual(10);
  });

  test('have whole figures beside them, and as many labels as fit, today among them', () => {
    expect(
      dayScale(
        days(7, () => 1),
        box,
      ).ticks,
    ).toEqual([0, 1]);
    expect(
      dayScale(
        days(7, () => 0),
        box,
      ).ticks,
    ).toEqual([0, 1]);
    const { labelled } = dayScale(days(90), box);
    expect(labelled).toHaveLength(6);
    expect(labelled.at(-1)).toBe(89);
  });

  test('are found under the pointer, even beyond the ends', () => {
    const scale = dayScale(days(7), box);
    expect([-5, 41, 100, 399].map(scale.placeAt)).toEqual([0, 0, 1, 6]);
  });
});

test('a day is named as it is in UTC', () => {
  expect(dayLabel('2026-01-31')).toBe('Jan 31');
});
