import { describe, expect, it } from 'vitest';
import { chartScales } from './geometry.ts';
import { type ChartMark, commentWords, marketMarks, placeComments, placeLines } from './marks.ts';

const window = { from: 0, to: 1_000 };
const box = { width: 1_054, height: 260, top: 24, right: 10, bottom: 26, left: 44 };
const scales = chartScales(box, window, [0, 1]);
const mark = (at: number, kind: ChartMark['kind'], label = kind.toLowerCase()): ChartMark => ({
  at,
  kind,
  label,
});

describe('marketMarks', () => {
  it('tells of closing and, once there is one, of the answer', () => {
    const closesAt = new Date(500).toISOString();
    expect(marketMarks({ closesAt })).toEqual([{ at: 500, kind: 'CLOSED', label: 'Closed' }]);
    const resolved = marketMarks({
      closesAt,
      closedAt: new Date(300).toISOString(),
      resolvedAt: new Date(400).toISOString(),
    });
    expect(resolved.map(({ at }) => at)).toEqual([300, 400]);
  });
});

describe('placeLines', () => {
  it('gives words that would touch rows of their own', () => {
    const placed = placeLines([mark(500, 'CLOSED'), mark(520, 'RESOLVED')], scales, window);
    expect(placed.map(({ row, side }) => [row, side])).toEqual([
      [0, 'end'],
      [1, 'end'],
    ]);
  });
  it('shares a row where there is room for both', () => {
    const placed = placeLines([mark(300, 'CLOSED'), mark(900, 'RESOLVED')], scales, window);
    expect(placed.map(({ row }) => row)).toEqual([0, 0]);
  });
  it('writes to the right where the left edge is near, and still over nothing', () => {
    const placed = placeLines([mark(10, 'CLOSED'), mark(90, 'RESOLVED')], scales, window);
    expect(placed.map(({ row, side }) => [row, side])).toEqual([
      [0, 'start'],
      [1, 'end'],
    ]);
  });
  it('leaves out what is not in view', () => {
    expect(placeLines([mark(2_000, 'CLOSED')], scales, window)).toEqual([]);
  });
});

it('comments that would cover one another become one mark', () => {
  const marks = [mark(100, 'COMMENT', '@ana'), mark(105, 'COMMENT', '@ben'), mark(500, 'COMMENT', '@ana')];
  expect(placeComments(marks, scales, window).map(({ labels }) => labels)).toEqual([
    ['@ana', '@ben'],
    ['@ana'],
  ]);
});

it.each([
  [['@ana'], 'Comment by @ana'],
  [['@ana', '@ana'], 'Comment by @ana'],
  [['@ana', '@ben'], 'Comment by @ana and @ben'],
  [['@ana', '@ben', '@cy'], 'Comments by @ana and 2 others'],
])('%j', (labels, words) => {
  expect(commentWords(labels)).toBe(words);
});
