import { expect, test } from 'vitest';
import { boundSentence, spendBound } from './spendBound.ts';

const viewer = (mayPayIn?: number) => ({
  holdings: [],
  canTrade: true,
  canClose: false,
  canResolve: false,
  following: false,
  ...(mayPayIn === undefined ? {} : { mayPayIn }),
});

test('the narrower of what a trade and a market allow counts', () => {
  expect(spendBound(undefined, undefined)).toBeUndefined();
  expect(spendBound({ maxTradeCredits: 500 }, undefined)).toEqual({ credits: 500, of: 'TRADE' });
  expect(spendBound({ maxTradeCredits: 500 }, viewer())).toEqual({ credits: 500, of: 'TRADE' });
  expect(spendBound({ maxTradeCredits: 500 }, viewer(600))).toEqual({ credits: 500, of: 'TRADE' });
  expect(spendBound({ maxTradeCredits: 500 }, viewer(50))).toEqual({ credits: 50, of: 'MARKET' });
  expect(spendBound(undefined, viewer(0))).toEqual({ credits: 0, of: 'MARKET' });
});

test('is said in words, and that selling stays open', () => {
  expect(boundSentence({ credits: 500, of: 'TRADE' })).toBe('One trade here costs ₡\u202f500 at most.');
  expect(boundSentence({ credits: 50, of: 'MARKET' })).toBe('You can put ₡\u202f50 more into this market.');
  expect(boundSentence({ credits: 0, of: 'MARKET' })).toContain('You can still sell.');
});
