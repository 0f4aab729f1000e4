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

/** Every reader of a post pays for it, so the time grows with the text and no faster: the time a test may take is the bound. */
test('an address with a very long end is cut as well', () => {
  const end = `${'.'.repeat(50_000)}x${'.)'.repeat(50_000)}`;
  expect(marked(`http://example.org/${end}`)).toBe(
    `[http://example.org/${'.'.repeat(50_000)}x]${'.)'.repeat(50_000)}`,
  );
});
