import type { AnswerOf, Post } from '@mesh-markets/contract';
import { type InfiniteData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { applyMarket } from '../../api/applyEvent.ts';
import { useFeatures } from '../../api/featureQueries.ts';
import { type FeedFilter, feedHeadQuery, feedQuery } from '../../api/queries.ts';
import { POLL_MILLISECONDS } from '../../api/queryClient.ts';
import { newPosts } from './newPosts.ts';

type FeedPages = InfiniteData<AnswerOf<'getFeed'>>;

const withPostsOnTop = (feed: FeedPages, posts: readonly Post[]): FeedPages => {
  const [first, ...rest] = feed.pages;
  if (first === undefined) return feed;
  return { ...feed, pages: [{ ...first, posts: [...posts, ...first.posts] }, ...rest] };
};

/** What is traded now changes its order while it is read, and posts shown on top may come again with a page that was asked for before. */
const eachOnce = (pages: readonly { readonly posts: readonly Post[] }[]): readonly Post[] => {
  const byId = new Map<string, Post>();
  for (const { posts } of pages) for (const post of posts) if (!byId.has(post.id)) byId.set(post.id, post);
  return [...byId.values()];
};

/**
 * A feed that does not move while it is read. The pages are loaded once; a small query asks for the top again and
 * again, refreshes the odds of the cards on screen and counts the posts that wait above.
 */
export const useFeed = (filter: FeedFilter) => {
  const queryClient = useQueryClient();
  const feed = useInfiniteQuery({ ...feedQuery(filter), refetchOnWindowFocus: false });
  const posts = useMemo(() => eachOnce(feed.data?.pages ?? []), [feed.data]);

  const { predictionMarkets } = useFeatures();
  const head = useQuery({
    ...feedHeadQuery(filter),
    enabled: feed.isSuccess,
    // The stream tells of markets too, so it tells those nothing to whom they are not open.
    ...(!predictionMarkets && { refetchInterval: POLL_MILLISECONDS }),
  });
  const top = head.data?.posts;
  useEffect(() => {
    for (const post of top ?? []) if (post.market) applyMarket(queryClient, post.market);
  }, [top, queryClient]);

  // Only where the newest stand first does something wait on top; elsewhere a post may appear anywhere.
  const newestFirst = filter.sort === undefined || filter.sort === 'newest' || filter.sort === 'following';
  const waiting = top === undefined || !newestFirst ? [] : newPosts(top, posts);

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
