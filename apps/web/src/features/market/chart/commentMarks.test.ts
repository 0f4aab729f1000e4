import type { Comment, Outcome } from '@mesh-markets/contract';
import { expect, it } from 'vitest';
import { commentMarks } from './commentMarks.ts';

const market = { outcomes: [{ shares: 1_000 }, { shares: 200 }] as Outcome[] };
const comment = (handle: string, holdings: [number, number][], more: Partial<Comment> = {}): Comment =>
  ({
    author: { handle },
    createdAt: new Date(5_000).toISOString(),
    holdings: holdings.map(([outcome, shares]) => ({ outcome, shares, label: '' })),
    ...more,
  }) as unknown as Comment;

it('marks who holds a tenth of a side, and enough of it', () => {
  const comments = [
    comment('whale', [[0, 100]]),
    comment('minnow', [[0, 99]]),
    comment('other', [[1, 60]]),
    comment('few', [[1, 30]]),
    comment('nobody', []),
  ];
  expect(commentMarks(comments, market)).toEqual([
    { at: 5_000, kind: 'COMMENT', label: '@whale' },
    { at: 5_000, kind: 'COMMENT', label: '@other' },
  ]);
});

it('does not mark what is deleted', () => {
  expect(commentMarks([comment('whale', [[0, 500]], { deleted: 'AUTHOR' })], market)).toEqual([]);
});
