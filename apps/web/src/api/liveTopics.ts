import { type LiveTopic, marketTopic, type Portfolio, type Post } from '@mesh-markets/contract';
import type { Query, QueryClient } from '@tanstack/react-query';

/** Lists at the edge of the page, short enough to hear all of. */
const shortLists: readonly unknown[] = ['closing-soon', 'movers'];

/** The markets that an answer on screen is about. Of long lists only the cards near the screen count, and they say so themselves. */
const marketsIn = ({ queryKey, state: { data } }: Query): readonly string[] => {
  const [part, id, what] = queryKey;
  if (part === 'market' && what === 'detail') return [String(id)];
  if (part === 'portfolio' && data !== undefined)
    return (data as Portfolio).positions
      .filter(({ market }) => market.state !== 'RESOLVED')
      .map(({ market }) => market.id);
  if (part === 'feed' && shortLists.includes(id) && data !== undefined)
    return (data as { posts: Post[] }).posts.flatMap(({ market }) => market?.id ?? []);
  return [];
};

/**
 * What is worth hearing: everything that a query on screen is about, so that a page which asks for a market is live without another
 * word. The market page comes first, for the number of topics has an end.
 */
export const topicsOnScreen = (
  queryClient: QueryClient,
  isSignedIn: boolean,
  cards: readonly string[],
): LiveTopic[] => {
  const active = queryClient.getQueryCache().findAll({ type: 'active' });
  const [pages, lists] = [true, false].map((isPage) =>
    active.filter(({ queryKey }) => (queryKey[0] === 'market') === isPage).flatMap(marketsIn),
  );
  const markets = [...pages!, ...cards, ...lists!].map(marketTopic);
  return [...(isSignedIn ? (['user'] as const) : []), 'feed', ...markets];
};
