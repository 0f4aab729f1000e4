import type {
  AnswerOf,
  Market,
  MarketDetail,
  Me,
  Portfolio,
  Post,
  TradeAnswer,
  UserEvent,
} from '@mesh-markets/contract';
import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query';
import { type MarketNews, withNews, withOdds, withPoints, withTrades } from './marketNews.ts';
import { marketKey, meQuery, portfolioQuery, walletQuery } from './queries.ts';

type Change = (market: Market) => Market;

/** Answers that hold posts: a page of the feed, a profile; and feeds of several pages. */
interface WithPosts {
  readonly posts: Post[];
}
type Cached = WithPosts | InfiniteData<WithPosts>;

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
  if (!('pages' in cached)) return cached;
  const pages = mapChanged(cached.pages, (page) => changePosts(page, change));
  return pages ? { ...cached, pages } : cached;
};

/**
 * Changes what a query remembers, and nothing about how fresh it is: an event says what happened in a market, not what the viewer holds of it,
 * so what was due to be asked for again stays due.
 */
const patch = <Data>(queryClient: QueryClient, queryKey: QueryKey, change: (known: Data) => Data): void => {
  const query = queryClient.getQueryCache().find<Data>({ queryKey, exact: true });
  const known = query?.state.data;
  if (query === undefined || known === undefined) return;
  const changed = change(known);
  if (changed === known) return;
  const { isInvalidated, dataUpdatedAt } = query.state;
  queryClient.setQueryData<unknown>(queryKey, changed, { updatedAt: dataUpdatedAt });
  if (isInvalidated) query.invalidate();
};

const patchAll = <Data>(
  queryClient: QueryClient,
  queryKey: QueryKey,
  change: (known: Data) => Data,
): void => {
  for (const query of queryClient.getQueryCache().findAll({ queryKey }))
    patch(queryClient, query.queryKey, change);
};

const changeEverywhere = (queryClient: QueryClient, id: string, change: Change): void => {
  patch<MarketDetail>(queryClient, marketKey(id), (detail) => {
    const market = change(detail.market);
    return market === detail.market ? detail : { ...detail, market: { ...detail.market, ...market } };
  });
  for (const queryKey of [['feed'], ['profile']]) {
    patchAll<Cached>(queryClient, queryKey, (cached) => changeCached(cached, change));
  }
};

/**
 * The one place that writes what happened in a market into what the app remembers: its page, its chart, every list that shows it, and
 * the worth of what is held of it. Events of the live stream, answers to trades and polls all come through here, in any order:
 * older news than what is known is ignored.
 */
export const applyEvent = (queryClient: QueryClient, news: MarketNews): void => {
  const { id } = news.market;
  changeEverywhere(queryClient, id, (market) => withNews(market, news));
  patch<MarketDetail>(queryClient, marketKey(id), (detail) => {
    const trades = withTrades(detail.trades, news.trades);
    return trades === detail.trades ? detail : { ...detail, trades: [...trades] };
  });
  for (const [queryKey] of queryClient.getQueriesData({ queryKey: ['market', id, 'history'] })) {
    patch<AnswerOf<'getHistory'>>(queryClient, queryKey, (history) =>
      withPoints(history, String(queryKey[3]), news),
    );
  }
  patch<Portfolio>(queryClient, portfolioQuery().queryKey, (portfolio) => withOdds(portfolio, news.market));
};

/** The same for a whole market, as closing, resolving and the feed's poll answer it. */
export const applyMarket = (queryClient: QueryClient, market: Market): void =>
  applyEvent(queryClient, { market });

/** Whether the viewer follows a market, wherever it is shown; it is no part of what happens in the market. */
export const applyFollowing = (queryClient: QueryClient, marketId: string, following: boolean): void =>
  changeEverywhere(queryClient, marketId, (market) =>
    market.id === marketId && market.viewer ? { ...market, viewer: { ...market.viewer, following } } : market,
  );

const applyBalance = (queryClient: QueryClient, balance: number): void => {
  patch<Me | null>(queryClient, meQuery().queryKey, (me) => me && { ...me, balance });
  patch<{ balance: number }>(queryClient, walletQuery().queryKey, () => ({ balance }));
  patch<Portfolio>(queryClient, portfolioQuery().queryKey, (portfolio) => ({ ...portfolio, balance }));
};

/** What is written of somebody's own credits and holdings beside the balance; read again where it is on screen. */
const refreshOwn = (queryClient: QueryClient, marketId: string | undefined): void => {
  const keys = [
    ['portfolio'],
    ['wallet', 'ledger'],
    ['market', ...(marketId === undefined ? [] : [marketId])],
  ];
  for (const queryKey of keys) void queryClient.invalidateQueries({ queryKey });
};

/** A trade of one's own: the market, the list of trades and the balance at once, the rest by asking again. */
export const applyTradeAnswer = (queryClient: QueryClient, answer: TradeAnswer): void => {
  const { trade, market, balance } = answer;
  applyEvent(queryClient, { market, trades: [trade] });
  applyBalance(queryClient, balance);
  refreshOwn(queryClient, trade.marketId);
};

/** What happened to the signed-in person's credits and holdings, here, in another window or at a resolution. */
export const applyUserEvent = (
  queryClient: QueryClient,
  { balance, holdings = [], notifications }: UserEvent,
): void => {
  if (notifications) void queryClient.invalidateQueries({ queryKey: ['notifications'] });
  if (balance === undefined) return;
  const isKnown = queryClient.getQueryData<Me | null>(meQuery().queryKey)?.balance === balance;
  applyBalance(queryClient, balance);
  // The answer to one's own trade said it all a moment ago.
  if (isKnown) return;
  const markets = new Set(holdings.map(({ marketId }) => marketId));
  if (markets.size === 0) refreshOwn(queryClient, undefined);
  for (const id of markets) refreshOwn(queryClient, id);
};
