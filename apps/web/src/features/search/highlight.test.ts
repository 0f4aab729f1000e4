import { describe, expect, test } from 'vitest';
import { excerpt, highlight } from './highlight.ts';

const marked = (text: string, query: string): string =>
  highlight(text, query)
    .map((piece) => (piece.found ? `[${piece.text}]` : piece.text))
    .join('');

describe('highlight', () => {
  test.each([
    ['Will the ferry sail?', 'ferr', 'Will the [ferr]y sail?'],
    ['Will the ferry sail?', 'ferry sai', 'Will the [ferry] [sai]l?'],
    ['The ferryman', 'ferry man', 'The ferryman'],
    ['Ängström in Ñuñoa', 'angs', '[Ängs]tröm in Ñuñoa'],
    ['example.com/launch', 'example.com', '[example].[com]/launch'],
    ['東京で雪', '雪', '東京で[雪]'],
    ['a (b) [c]', '(b', 'a ([b]) [c]'],
    ['nothing', '', 'nothing'],
    ['', 'x', ''],
  ])('%j for %j', (text, query, expected) => {
    expect(marked(text, query)).toBe(expected);
  });

  test('loses nothing of the text', () => {
    const text = 'Fußball & ﬁnal ½ – 👩‍👩‍👧 مرحبا';
    for (const query of ['fuss', 'final', '1', 'مر'])
      expect(
        highlight(text, query)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text);
  });
});

describe('excerpt', () => {
  test('keeps a short text whole and shows the word found in a long one', () => {
    expect(excerpt('short', 'x')).toBe('short');
    const long = `${'hay '.repeat(200)}needle ${'straw '.repeat(200)}`;
    const part = excerpt(long, 'needle');
    expect(part).toMatch(/^…hay .*needle straw.*…$/s);
    expect(part.length).toBeLessThan(250);
    expect(excerpt(long, 'hay')).toMatch(/^hay/);
  });
});
