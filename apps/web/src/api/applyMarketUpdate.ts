import type {
  AnswerOf,
  Market,
  MarketDetail,
  MarketUpdate,
  Me,
  Post,
  TradeAnswer,
} from '@mesh-markets/contract';
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { feedKey, marketKey, meQuery, walletQuery } from './queries.ts';

type FeedPages = InfiniteData<AnswerOf<'getFeed'>, string | undefined>;

/** A market with what changed in it; the same market when the news is not news. */
const withUpdate = (market: Market, update: MarketUpdate): Market => {
  if (market.id !== update.id || market.version >= update.version) return market;
  const { outcomes, ...rest } = update;
  const changed = new Map(outcomes.map((outcome) => [outcome.index, outcome]));
  return {
    ...market,
    ...rest,
    outcomes: market.outcomes.map((outcome) => ({ ...outcome, ...changed.get(outcome.index) })),
  };
};

const changeInPosts = (posts: Post[], change: (market: Market) => Market): Post[] => {
  let changed = false;
  const next = posts.map((post) => {
    const market = post.market && change(post.market);
    if (market === undefined || market === post.market) return post;
    changed = true;
    return { ...post, market };
  });
  return changed ? next : posts;
};

const changeInFeed = (feed: FeedPages, change: (market: Market) => Market): FeedPages => {
  const pages = feed.pages.map((page) => {
    const posts = changeInPosts(page.posts, change);
    return posts === page.posts ? page : { ...page, posts };
  });
  return pages.every((page, index) => page === feed.pages[index]) ? feed : { ...feed, pages };
};

const changeEverywhere = (queryClient: QueryClient, id: string, change: (market: Market) => Market): void => {
  queryClient.setQueryData<MarketDetail>(marketKey(id), (detail) => {
    const market = detail && change(detail.market);
    if (detail === undefined || market === detail.market) return detail;
    return { ...detail, market: { ...detail.market, ...market } };
  });
  queryClient.setQueriesData<FeedPages>({ queryKey: feedKey }, (feed) => feed && changeInFeed(feed, change));
};

/**
 * The one place that writes a change of a market into what the app remembers: its page and every feed that shows it.
 * Older news than what is known is ignored, so answers, polls and events may arrive in any order.
 */
export const applyMarketUpdate = (queryClient: QueryClient, update: MarketUpdate): void =>
  changeEverywhere(queryClient, update.id, (market) => withUpdate(market, update));

/** The same for a whole market, as closing, resolving and the feed's poll answer it. */
export const applyMarket = (queryClient: QueryClient, incoming: Market): void =>
  changeEverywhere(queryClient, incoming.id, (market) =>
    market.id === incoming.id && market.version < incoming.version ? { ...market, ...incoming } : market,
  );

export const applyBalance = (queryClient: QueryClient, balance: number): void => {
  queryClient.setQueryData<Me | null>(meQuery().queryKey, (me) => me && { ...me, balance });
  queryClient.setQueryData<{ balance: number }>(walletQuery().queryKey, (wallet) => wallet && { balance });
};

/** A trade of one's own: the market, the list of trades and the balance at once, the rest by asking again. */
export const applyTradeAnswer = (queryClient: QueryClient, answer: TradeAnswer): void => {
  const { trade } = answer;
  applyMarketUpdate(queryClient, answer.market);
  applyBalance(queryClient, answer.balance);
  queryClient.setQueryData<MarketDetail>(marketKey(trade.marketId), (detail) =>
    detail && !detail.trades.some(({ id }) => id === trade.id)
      ? { ...detail, trades: [trade, ...detail.trades].slice(0, 50) }
      : detail,
  );
  void queryClient.invalidateQueries({ queryKey: ['market', trade.marketId] });
  void queryClient.invalidateQueries({ queryKey: ['portfolio'] });
  void queryClient.invalidateQueries({ queryKey: ['wallet', 'ledger'] });
};
