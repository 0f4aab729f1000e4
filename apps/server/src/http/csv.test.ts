import { describe, expect, test } from 'vitest';
import { csvCell, everyPage } from './csv.ts';

describe('a cell of a table', () => {
  test.each([
    ['plain', 'plain'],
    ['a, b', '"a, b"'],
    ['she said "yes"', '"she said ""yes"""'],
    ['two\nlines', '"two\nlines"'],
    ['=SUM(A1:A9)', `"'=SUM(A1:A9)"`],
    ['+1', `"'+1"`],
    ['-1', `"'-1"`],
    ['@handle', `"'@handle"`],
    ['\t=1', `"'\t=1"`],
    [-120, '-120'],
    [0.5, '0.5'],
    [undefined, ''],
    [null, ''],
  ])('%j is written as %s', (cell, written) => {
    expect(csvCell(cell)).toBe(written);
  });
});

test('every page is read, and no further than somebody takes them', async () => {
  const asked: (string | undefined)[] = [];
  const read = async (cursor: string | undefined) => {
    asked.push(cursor);
    const page = Number(cursor ?? 0);
    return { rows: [page], nextCursor: page < 3 ? String(page + 1) : undefined };
  };
  const pages: (readonly number[])[] = [];
  for await (const page of everyPage(read)) pages.push(page);
  expect(pages).toEqual([[0], [1], [2], [3]]);
  asked.length = 0;
  for await (const page of everyPage(read)) if (page[0] === 1) break;
  expect(asked).toEqual([undefined, '1']);
});
