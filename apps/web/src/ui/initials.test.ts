import { expect, test } from 'vitest';
import { hueOf, initialsOf } from './initials.ts';

test.each([
  ['Ana', 'A'],
  ['ana maría silva', 'AS'],
  ['  spaced   out ', 'SO'],
  ['🧑‍🚀 Explorer', '🧑‍🚀E'],
  ['', ''],
])('initials of %j', (name, expected) => {
  expect(initialsOf(name)).toBe(expected);
});

test('a hue is steady and on the circle', () => {
  expect(hueOf('ana')).toBe(hueOf('ana'));
  expect(hueOf('ana')).not.toBe(hueOf('bob'));
  expect(hueOf('x'.repeat(24))).toBeLessThan(360);
});
