import type {
  Market,
  MarketDetail,
  MarketUpdate,
  Me,
  Post,
  Trade,
  TradeAnswer,
} from '@mesh-markets/contract';
import { QueryClient } from '@tanstack/react-query';
import { beforeEach, describe, expect, test } from 'vitest';
import { applyEvent, applyMarket, applyTradeAnswer, applyUserEvent } from './applyEvent.ts';
import {
  closingSoonQuery,
  feedQuery,
  historyQuery,
  ledgerQuery,
  marketQuery,
  meQuery,
  portfolioQuery,
  profileQuery,
} from './queries.ts';

const marketOf = (id: string, version: number, probability: number): Market =>
  ({
    id,
    version,
    probability,
    question: `Question ${id}`,
    state: 'OPEN',
    outcomes: [
      { index: 0, label: 'YES', shares: 0, phantomShares: 7, probability },
      { index: 1, label: 'NO', shares: 0, phantomShares: 0, probability: 1 - probability },
    ],
  }) as unknown as Market;

const updateOf = (id: string, version: number, probability: number): MarketUpdate =>
  ({
    id,
    version,
    probability,
    state: 'OPEN',
    volume: 50,
    outcomes: [
      { index: 0, shares: 90, probability },
      { index: 1, shares: 0, probability: 1 - probability },
    ],
  }) as unknown as MarketUpdate;

const postOf = (market: Market): Post => ({ id: `p${market.id}`, market }) as unknown as Post;

let queryClient: QueryClient;
const detail = () => queryClient.getQueryData<MarketDetail>(marketQuery('1').queryKey)!;
const feed = () => queryClient.getQueryData(feedQuery().queryKey)!;

beforeEach(() => {
  queryClient = new QueryClient();
  const markets = [marketOf('1', 3, 0.5), marketOf('2', 9, 0.2)];
  const posts = markets.map(postOf);
  queryClient.setQueryData(marketQuery('1').queryKey, {
    market: { ...markets[0]!, resolverHoldings: [] },
    trades: [],
  });
  queryClient.setQueryData(feedQuery().queryKey, {
    pages: [{ posts: [posts[1]!] }, { posts }],
    pageParams: [],
  });
  queryClient.setQueryData(closingSoonQuery().queryKey, { posts });
  queryClient.setQueryData(profileQuery('ana').queryKey, { posts } as never);
  queryClient.setQueryData(meQuery().queryKey, { balance: 100 } as Me);
});

describe('a change of a market', () => {
  test('reaches its page and every list that shows it', () => {
    applyEvent(queryClient, { market: updateOf('1', 4, 0.6) });
    const shown = [
      detail().market,
      feed().pages[1]!.posts[0]!.market!,
      queryClient.getQueryData(closingSoonQuery().queryKey)!.posts[0]!.market!,
      queryClient.getQueryData(profileQuery('ana').queryKey)!.posts[0]!.market!,
    ];
    for (const market of shown) {
      expect(market).toMatchObject({ version: 4, probability: 0.6, question: 'Question 1', volume: 50 });
      expect(market.outcomes[0]).toMatchObject({
        label: 'YES',
        shares: 90,
        phantomShares: 7,
        probability: 0.6,
      });
    }
  });

  // What somebody holds of a market comes with no event: a page that has to be read again must not seem fresh by one.
  test.each([3, 4])('at version %d leaves due what is to be asked for again', async (version) => {
    const { queryKey } = marketQuery('1');
    await queryClient.invalidateQueries({ queryKey });
    const before = queryClient.getQueryState(queryKey)!.dataUpdatedAt;
    applyEvent(queryClient, { market: updateOf('1', version, 0.6) });
    expect(queryClient.getQueryState(queryKey)).toMatchObject({ isInvalidated: true, dataUpdatedAt: before });
  });

  test('leaves everything else as the very same object', () => {
    const before = feed();
    applyEvent(queryClient, { market: updateOf('1', 4, 0.6) });
    expect(feed().pages[0]).toBe(before.pages[0]);
    expect(feed().pages[1]!.posts[1]).toBe(before.pages[1]!.posts[1]);
  });

  test.each([3, 2])('at version %d is old news', (version) => {
    const before = feed();
    applyEvent(queryClient, { market: updateOf('1', version, 0.9) });
    applyMarket(queryClient, marketOf('1', version, 0.9));
    expect(feed()).toBe(before);
    expect(detail().market.probability).toBe(0.5);
  });

  test('of an unknown market changes nothing', () => {
    const before = feed();
    applyEvent(queryClient, { market: updateOf('77', 1, 0.9) });
    expect(feed()).toBe(before);
  });
});

test("one's own trade moves market, list of trades and balance together, once", () => {
  const trade = { id: '1-4', marketId: '1', seq: 4 } as Trade;
  const answer = { trade, market: updateOf('1', 4, 0.6), balance: 50 } as TradeAnswer;
  applyTradeAnswer(queryClient, answer);
  applyTradeAnswer(queryClient, answer);
  expect(detail().trades).toEqual([trade]);
  expect(detail().market.probability).toBe(0.6);
  expect(queryClient.getQueryData(meQuery().queryKey)?.balance).toBe(50);
});

test('answer, event and poll of the same trades may come in any order, and each trade shows once', () => {
  const trade = (seq: number): Trade => ({ id: `1-${seq}`, marketId: '1', seq }) as Trade;
  const event = { market: updateOf('1', 6, 0.7), trades: [trade(6), trade(5), trade(4)] };
  const answer = { trade: trade(6), market: updateOf('1', 6, 0.7), balance: 50 } as TradeAnswer;
  const orders = [
    () => [applyTradeAnswer(queryClient, answer), applyEvent(queryClient, event)],
    () => [applyEvent(queryClient, event), applyTradeAnswer(queryClient, answer)],
  ];
  for (const tell of orders) {
    queryClient.setQueryData(marketQuery('1').queryKey, {
      market: { ...marketOf('1', 3, 0.5), resolverHoldings: [] },
      trades: [trade(3), trade(2)],
    });
    tell();
    expect(detail().trades.map(({ seq }) => seq)).toEqual([6, 5, 4, 3, 2]);
    expect(detail().market.version).toBe(6);
  }
});

test('a lost answer to a query of another kind under the same name is left alone', () => {
  queryClient.setQueryData(['profile', 'ana', 'profit'], { days: [] });
  applyEvent(queryClient, { market: updateOf('1', 4, 0.6) });
  expect(queryClient.getQueryData(['profile', 'ana', 'profit'])).toEqual({ days: [] });
});

test('the chart goes on', () => {
  const key = historyQuery('1', 'all').queryKey;
  const opening = { at: '2030-01-01T00:00:00.000Z', seq: 3, probabilities: [0.5, 0.5] };
  queryClient.setQueryData(key, { points: [opening], from: opening.at, to: opening.at });
  const trade = { seq: 4, createdAt: '2030-01-01T00:00:05.000Z' } as Trade;
  applyEvent(queryClient, { market: { ...updateOf('1', 4, 0.6), tradeCount: 4 }, trades: [trade] });
  expect(queryClient.getQueryData(key)).toMatchObject({
    points: [opening, { seq: 4, probabilities: [0.6, 0.4] }],
    to: trade.createdAt,
  });
});

describe('news of the signed-in person', () => {
  const isStale = (key: readonly unknown[]): boolean =>
    queryClient.getQueryState(key)?.isInvalidated === true;
  beforeEach(() => {
    queryClient.setQueryData(ledgerQuery().queryKey, { pages: [], pageParams: [] });
    queryClient.setQueryData(portfolioQuery().queryKey, { balance: 100, positions: [] } as never);
  });

  test('shows the balance everywhere and reads again what follows from it', () => {
    applyUserEvent(queryClient, { balance: 70 });
    expect(queryClient.getQueryData(meQuery().queryKey)?.balance).toBe(70);
    expect(queryClient.getQueryData(portfolioQuery().queryKey)?.balance).toBe(70);
    expect(isStale(ledgerQuery().queryKey)).toBe(true);
    expect(isStale(marketQuery('1').queryKey)).toBe(true);
  });

  test('that is known already asks for nothing', () => {
    applyUserEvent(queryClient, { balance: 100 });
    expect(isStale(ledgerQuery().queryKey)).toBe(false);
  });
});
