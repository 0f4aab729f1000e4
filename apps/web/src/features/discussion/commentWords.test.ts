import type { CommentTrade } from '@mesh-markets/contract';
import { describe, expect, test } from 'vitest';
import { commentOfHash, completeMention, holdingWords, mentionBefore, tradeWords } from './commentWords.ts';

const yes = { outcome: 0, label: 'YES', shares: 120 };
const no = { outcome: 1, label: 'NO', shares: 4.25 };

test('what somebody holds, in words', () => {
  expect(holdingWords([yes], 'OPEN')).toBe('holds 120 YES');
  expect(holdingWords([yes, no], 'CLOSED')).toBe('holds 120 YES and 4.25 NO');
  expect(holdingWords([yes, no, { outcome: 2, label: 'Maybe', shares: 1 }], 'RESOLVED')).toBe(
    'held 120 YES, 4.25 NO and 1 Maybe',
  );
});

test('the trade a comment stands by, in words', () => {
  const trade = { action: 'BUY', label: 'YES', shares: 78.4, price: 0.625, cost: 49 } as CommentTrade;
  expect(tradeWords(trade)).toBe('bought 78.4 YES at 62.5¢ for ₡\u202f49');
  expect(tradeWords({ ...trade, action: 'SELL', cost: -49 })).toMatch(/^sold 78.4 YES .* for ₡\u202f49$/);
});

test.each([
  ['comment-12', '12'],
  ['comment-', undefined],
  ['comment-0', undefined],
  ['comment-1x', undefined],
  ['', undefined],
])('the comment of #%s', (hash, id) => {
  expect(commentOfHash(hash)).toBe(id);
});

describe('a name that is being typed', () => {
  test.each([
    ['ask @an', 7, 'an'],
    ['@a', 2, 'a'],
    ['ask @an later', 7, 'an'],
    ['ask @an later', 10, undefined],
    ['ask @', 5, undefined],
    ['me@an', 5, undefined],
    ['(@an', 4, 'an'],
  ])('%j at %d', (text, caret, typed) => {
    expect(mentionBefore(text, caret)).toBe(typed);
  });

  test('is completed where it stands', () => {
    expect(completeMention('ask @an later', 7, 'ana')).toEqual({ text: 'ask @ana later', caret: 9 });
    expect(completeMention('@an', 3, 'ana')).toEqual({ text: '@ana ', caret: 5 });
  });
});
