import { expect, test } from 'vitest';
import { drawableText } from './drawableText.ts';

test.each([
  ['Will it rain?', 'Will it rain?'],
  ['Will Čapek’s 🎉 party happen 👩‍👩‍👧?', 'Will Čapek’s party happen ?'],
  ['Привет Ελλάδα Việt', 'Привет Ελλάδα Việt'],
  ['האם ירד גשם?', 'האם ירד גשם?'],
  ['هل ستمطر غدا؟', 'هل ستمطر غدا؟'],
  ['Z͑ͫa͛lgo', 'Zalgo'],
  ['明天会下雨吗？', undefined],
  ['🎉🎉🎉', undefined],
])('of %j draws %j', (text, drawn) => {
  expect(drawableText(text)).toBe(drawn);
});
