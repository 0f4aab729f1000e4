import type { Market, MarketDetail, Post } from '@mesh-markets/contract';
import { expect, test } from 'vitest';
import { keepNewestDetail, keepNewestFeed } from './newest.ts';

const marketAt = (version: number): Market => ({ id: '1', version }) as Market;
const detailAt = (version: number): MarketDetail => ({ market: marketAt(version), trades: [] }) as never;
const feedAt = (version: number, otherPost = 'x') => ({
  pages: [{ posts: [{ id: 'a', market: marketAt(version) }, { id: otherPost }] as Post[] }],
  pageParams: [undefined],
});

test('a page answer that set out before the last change loses', () => {
  expect(keepNewestDetail(detailAt(5), detailAt(4)).market.version).toBe(5);
  expect(keepNewestDetail(detailAt(5), detailAt(6)).market.version).toBe(6);
  expect(keepNewestDetail(undefined, detailAt(4)).market.version).toBe(4);
});

test('an answer about another market is no older news', () => {
  const other = { market: { id: '2', version: 1 }, trades: [] } as never;
  expect(keepNewestDetail(detailAt(5), other).market.id).toBe('2');
});

test('a feed takes new posts but keeps newer markets', () => {
  const merged = keepNewestFeed(feedAt(5, 'x'), feedAt(4, 'y'));
  expect(merged.pages[0]!.posts.map(({ id }) => id)).toEqual(['a', 'y']);
  expect(merged.pages[0]!.posts[0]!.market!.version).toBe(5);
});

test('nothing new is the very same feed', () => {
  const before = feedAt(5);
  expect(keepNewestFeed(before, feedAt(5))).toBe(before);
});
