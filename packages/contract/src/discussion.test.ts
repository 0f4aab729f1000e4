import { describe, expect, test } from 'vitest';
import { MENTIONS_MAX, mentionedHandles, textParts } from './discussion.ts';

describe('who a text names', () => {
  test.each([
    ['Ask @ana.', ['ana']],
    ['@ana, @Ben_2 and (@eve)!', ['ana', 'ben_2', 'eve']],
    ['@ana and @Ana again', ['ana']],
    ['**@ana**, _@ben_ and @eve’s', ['ana', 'eve']],
    ['write to me@ana.org or user@ana', []],
    ['@ab is too short, @abcdefghijklmnopqrstuvwxy too long', []],
    ['see https://example.org/@ana and example.org/@ben', []],
    ['`@ana` and\n```\n@ben\n```\nbut @eve', ['eve']],
    ['```\n@ana never ends', []],
    ['@@ana @ana@ben', []],
    ['', []],
  ])('%j', (text, handles) => {
    expect(mentionedHandles(text)).toEqual(handles);
  });

  test('are only so many', () => {
    const crowd = Array.from({ length: MENTIONS_MAX + 5 }, (_, i) => `@person_${i}`).join(' ');
    expect(mentionedHandles(crowd)).toHaveLength(MENTIONS_MAX);
  });

  test('a long text of nothing but signs takes no longer', () => {
    for (const sign of ['@', '`', '```', '@a', 'http://', '~~~`']) {
      expect(mentionedHandles(sign.repeat(2_000 / sign.length))).toEqual([]);
    }
  });
});

test('a text cut in parts is the same text', () => {
  for (const text of ['Ask @ana, please.', '@ana@ben', '@ana', '', 'nobody', '@ana @ben']) {
    expect(
      textParts(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
  }
  expect(textParts('Ask @Ana!')).toEqual([{ text: 'Ask ' }, { text: '@Ana', handle: 'ana' }, { text: '!' }]);
});
