import type { Market, MarketDetail, MarketUpdate, Me, Post, TradeAnswer } from '@mesh-markets/contract';
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { marketKey, meQuery, walletQuery } from './queries.ts';

type Change = (market: Market) => Market;

/** Answers that hold posts: a page of the feed, a profile; and feeds of several pages. */
interface WithPosts {
  readonly posts: Post[];
}
type Cached = WithPosts | InfiniteData<WithPosts>;

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

/** The mapped list; undefined when nothing in it changed, so that what is shown need not be drawn again. */
const mapChanged = <Item>(items: readonly Item[], map: (item: Item) => Item): Item[] | undefined => {
  const mapped = items.map(map);
  return mapped.some((item, index) => item !== items[index]) ? mapped : undefined;
};

const changePost = (post: Post, change: Change): Post => {
  const market = post.market && change(post.market);
  return market === undefined || market === post.market ? post : { ...post, market };
};

const changePosts = <Page extends WithPosts>(page: Page, change: Change): Page => {
  const posts = mapChanged(page.posts, (post) => changePost(post, change));
  return posts ? { ...page, posts } : page;
};

const changeCached = (cached: Cached, change: Change): Cached => {
  if ('posts' in cached) return changePosts(cached, change);
  const pages = mapChanged(cached.pages, (page) => changePosts(page, change));
  return pages ? { ...cached, pages } : cached;
};

const changeEverywhere = (queryClient: QueryClient, id: string, change: Change): void => {
  queryClient.setQueryData<MarketDetail>(marketKey(id), (detail) => {
    const market = detail && change(detail.market);
    if (detail === undefined || market === detail.market) return detail;
    return { ...detail, market: { ...detail.market, ...market } };
  });
  for (const queryKey of [['feed'], ['profile']]) {
    queryClient.setQueriesData<Cached>({ queryKey }, (cached) => cached && changeCached(cached, change));
  }
};

/**
 * The one place that writes a change of a market into what the app remembers: its page and every list that shows it.
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
