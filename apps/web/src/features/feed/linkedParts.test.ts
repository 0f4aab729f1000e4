import { expect, test } from 'vitest';
import { linkedParts } from './linkedParts.ts';

/** Links in square brackets, the rest as it is. */
const marked = (text: string): string =>
  linkedParts(text)
    .map((part) => (part.href === undefined ? part.text : `[${part.text}]`))
    .join('');

test.each([
  ['no address at all', 'no address at all'],
  ['see https://example.org/a.', 'see [https://example.org/a].'],
  ['(https://example.org)', '([https://example.org])'],
  ['https://example.org/a_(b)', '[https://example.org/a_(b)]'],
  ['two http://a.example, https://b.example!', 'two [http://a.example], [https://b.example]!'],
  ['javascript:alert(1) stays text', 'javascript:alert(1) stays text'],
  ['https:// is no address', 'https:// is no address'],
])('%s', (text, expected) => {
  expect(marked(text)).toBe(expected);
});
