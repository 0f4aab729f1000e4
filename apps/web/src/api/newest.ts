import type { AnswerOf, Market, MarketDetail, Post } from '@mesh-markets/contract';
import { type InfiniteData, replaceEqualDeep } from '@tanstack/react-query';

type FeedPages = InfiniteData<AnswerOf<'getFeed'>, string | undefined>;

/*
 * A poll that set out before a trade may come back after it and would turn the odds back for a moment. A market's
 * version only grows, so the older answer loses.
 */

const newestMarket = (known: Market | undefined, incoming: Market): Market =>
  known !== undefined && known.version > incoming.version ? known : incoming;

export const keepNewestDetail = (known: unknown, incoming: unknown): MarketDetail => {
  const before = known as MarketDetail | undefined;
  const after = incoming as MarketDetail;
  const stale = before?.market.id === after.market.id && before.market.version > after.market.version;
  return stale ? before : replaceEqualDeep(before, after);
};

const marketsOf = (feed: FeedPages | undefined): Map<string, Market> =>
  new Map(
    feed?.pages.flatMap(({ posts }) => posts.flatMap(({ market }) => (market ? [[market.id, market]] : []))),
  );

export const keepNewestFeed = (known: unknown, incoming: unknown): FeedPages => {
  const before = known as FeedPages | undefined;
  const after = incoming as FeedPages;
  const markets = marketsOf(before);
  const withNewest = (post: Post): Post =>
    post.market ? { ...post, market: newestMarket(markets.get(post.market.id), post.market) } : post;
  const pages = after.pages.map((page) => ({ ...page, posts: page.posts.map(withNewest) }));
  return replaceEqualDeep(before, { ...after, pages });
};
