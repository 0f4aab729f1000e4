import { COMMENT_MAX, DESCRIPTION_MAX } from '@mesh-markets/contract';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { MarkdownContent } from './MarkdownContent.tsx';
import { shallowMarkdown } from './shallowMarkdown.ts';

const render = (text: string): string => renderToStaticMarkup(<MarkdownContent text={text} />);
const filled = (pattern: string, length: number): string => pattern.repeat(length).slice(0, length);

describe('words of a stranger', () => {
  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg/onload=alert(1)>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '![x](https://evil.example/who-reads.png)',
    '<style>*{display:none}</style>',
    '<!--><script>alert(1)</script>-->',
  ])('make no element of their own: %s', (text) => {
    expect(render(text)).not.toMatch(/<(script|img|svg|iframe|style|object|embed|form|input)\b/i);
  });

  test.each([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](java\nscript:alert(1))',
    '[x](&#106;avascript:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '[x](vbscript:msgbox)',
    '<javascript:alert(1)>',
    '[x][y]\n\n[y]: javascript:alert(1)',
  ])('link nowhere but to pages: %s', (text) => {
    for (const [, href] of render(text).matchAll(/href="([^"]*)"/g)) expect(href).toMatch(/^$|^https?:/);
  });

  test('give no weight to where they link, and no hold on the page', () => {
    expect(render('[x](https://elsewhere.example/)')).toContain(
      '<a href="https://elsewhere.example/" target="_blank" rel="nofollow noopener noreferrer ugc">',
    );
  });
});

/** Each is read by everybody who opens the page, so each has to come to an end, and soon: the time a test may take is the bound. */
describe('text made to keep a parser busy', () => {
  const patterns = [
    '>',
    '> ',
    '1. ',
    '- ',
    '- 1. > ',
    '*a_ ',
    '**a ',
    '[',
    '](',
    '[a](',
    '![',
    '`',
    '<',
    '&',
    'a@b.',
    '|',
    '\t',
    '\\',
    '[^a]: ',
  ];
  test.each(patterns)('%j is rendered', (pattern) => {
    expect(() => render(filled(pattern, DESCRIPTION_MAX))).not.toThrow();
    expect(() => render(filled(pattern, COMMENT_MAX))).not.toThrow();
  });

  test('emphasis within emphasis, and lists within lists, are rendered', () => {
    const half = Math.floor(DESCRIPTION_MAX / 6);
    expect(() => render(`${'*a '.repeat(half)}${'a* '.repeat(half)}`)).not.toThrow();
    const lists = Array.from({ length: 90 }, (_, depth) => `${'  '.repeat(depth)}- x`).join('\n');
    expect(() => render(lists)).not.toThrow();
  });
});

describe('marks of nesting', () => {
  test.each([
    ['> a', '> a'],
    ['- [ ] a\n  - b', '- [ ] a\n  - b'],
    ['1. > - a', '1. > - a'],
    [`${'>'.repeat(20)} a`, `${'>'.repeat(12)} a`],
    [`${'1. '.repeat(20)}a`, `${'1. '.repeat(12).trimEnd()} a`],
    ['a > b > c - d', 'a > b > c - d'],
  ])('of %j leave %j', (text, expected) => {
    expect(shallowMarkdown(text)).toBe(expected);
  });
});
