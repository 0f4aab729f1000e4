import type { AnswerOf, Post } from '@mesh-markets/contract';
import { type InfiniteData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { applyMarket } from '../../api/applyMarketUpdate.ts';
import { type FeedFilter, feedHeadQuery, feedQuery } from '../../api/queries.ts';
import { newPosts } from './newPosts.ts';

type FeedPages = InfiniteData<AnswerOf<'getFeed'>>;

const withPostsOnTop = (feed: FeedPages, posts: readonly Post[]): FeedPages => {
  const [first, ...rest] = feed.pages;
  if (first === undefined) return feed;
  return { ...feed, pages: [{ ...first, posts: [...posts, ...first.posts] }, ...rest] };
};

/**
 * A feed that does not move while it is read. The pages are loaded once; a small query asks for the top again and
 * again, refreshes the odds of the cards on screen and counts the posts that wait above.
 */
export const useFeed = (filter: FeedFilter) => {
  const queryClient = useQueryClient();
  const feed = useInfiniteQuery({ ...feedQuery(filter), refetchOnWindowFocus: false });
  const posts = feed.data?.pages.flatMap((page) => page.posts) ?? [];

  const head = useQuery({ ...feedHeadQuery(filter), enabled: feed.isSuccess });
  const top = head.data?.posts;
  useEffect(() => {
    for (const post of top ?? []) if (post.market) applyMarket(queryClient, post.market);
  }, [top, queryClient]);

  // In a feed sorted by closing time a post may appear anywhere, so nothing counts as waiting on top.
  const waiting = top === undefined || filter.sort === 'closing' ? [] : newPosts(top, posts);

  const showWaiting = (): void => {
    // None of the top is known: there may be a gap below it, so start afresh.
    if (waiting.length === top?.length)
      void queryClient.resetQueries({ queryKey: feedQuery(filter).queryKey });
    else
      queryClient.setQueryData(
        feedQuery(filter).queryKey,
        (pages) => pages && withPostsOnTop(pages, waiting),
      );
    window.scrollTo({ top: 0 });
  };

  return { feed, posts, waitingCount: waiting.length, showWaiting };
};
