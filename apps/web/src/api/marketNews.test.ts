import type { Market, MarketUpdate, Portfolio, Trade } from '@mesh-markets/contract';
import { describe, expect, test } from 'vitest';
import { keepNewestHistory, withNews, withOdds, withPoints, withTrades } from './marketNews.ts';

const market = {
  id: '1',
  version: 3,
  state: 'OPEN',
  probability: 0.5,
  change24h: 0.1,
  outcomes: [
    { index: 0, label: 'YES', probability: 0.5 },
    { index: 1, label: 'NO', probability: 0.5 },
  ],
  viewer: {
    holdings: [{ outcome: 1, shares: 10, value: 5 }],
    canTrade: true,
    canClose: true,
    canResolve: false,
  },
} as unknown as Market;

const update = (version: number, probability: number, state = 'OPEN'): MarketUpdate =>
  ({
    id: '1',
    version,
    state,
    probability,
    tradeCount: version,
    outcomes: [
      { index: 0, probability },
      { index: 1, probability: 1 - probability },
    ],
  }) as unknown as MarketUpdate;

const trades = (...seqs: number[]): Trade[] =>
  seqs.map(
    (seq) =>
      ({ seq, outcome: 0, probabilityAfter: seq / 100, createdAt: `2030-01-01T00:00:0${seq}Z` }) as Trade,
  );

describe('a market', () => {
  test('takes the odds, the worth of what is held, and the change since yesterday', () => {
    const now = withNews(market, { market: update(4, 0.25) });
    expect(now).toMatchObject({ version: 4, probability: 0.25 });
    expect(now.change24h).toBeCloseTo(-0.15);
    expect(now.viewer?.holdings[0]?.value).toBe(7);
    expect(now.outcomes[1]).toMatchObject({ label: 'NO', probability: 0.75 });
  });

  test('that closes can be resolved by who could close it, and no longer traded', () => {
    const end = { closedAt: '2030-01-01T00:00:00Z' };
    const closed = withNews(market, { market: update(4, 0.5, 'CLOSED'), end });
    expect(closed).toMatchObject({ state: 'CLOSED', ...end });
    expect(closed.viewer).toMatchObject({ canTrade: false, canClose: false, canResolve: true });
  });

  test('keeps what only its viewer sees when the news is for everybody', () => {
    const { viewer: _, ...forEverybody } = { ...market, version: 4 };
    expect(withNews(market, { market: forEverybody }).viewer?.holdings).toHaveLength(1);
  });
});

describe('the newest trades', () => {
  test('take newer ones on top, each once', () => {
    const known = trades(3, 2, 1);
    expect(withTrades(known, trades(5, 4, 3)).map(({ seq }) => seq)).toEqual([5, 4, 3, 2, 1]);
    expect(withTrades(known, trades(3, 2))).toBe(known);
  });

  test('have no hole: a few that do not follow on wait, a page of them takes the place', () => {
    const known = trades(3, 2, 1);
    expect(withTrades(known, trades(6, 5))).toBe(known);
    const page = Array.from({ length: 20 }, (_, i) => ({ seq: 40 - i }) as Trade);
    expect(withTrades(known, page)).toEqual(page);
  });
});

describe('the chart', () => {
  const opening = { at: '2030-01-01T00:00:00.000Z', seq: 0, probabilities: [0.5, 0.5] };
  const history = { points: [opening], from: '2029-12-31T23:00:00.000Z', to: opening.at };

  test('gets a point for every trade of a binary market', () => {
    const { points } = withPoints(history, 'all', { market: update(2, 0.02), trades: trades(2, 1) });
    expect(points.map(({ seq, probabilities }) => [seq, probabilities[0]])).toEqual([
      [0, 0.5],
      [1, 0.01],
      [2, 0.02],
    ]);
  });

  test('of an hour moves on by as much as it grows', () => {
    const moved = withPoints(history, '1h', { market: update(2, 0.02), trades: trades(2) });
    expect([moved.from, moved.to]).toEqual(['2029-12-31T23:00:02.000Z', '2030-01-01T00:00:02Z']);
  });

  test('does not lose to a poll that set out before the last trade', () => {
    const grown = withPoints(history, 'all', { market: update(2, 0.02), trades: trades(2, 1) });
    expect(keepNewestHistory(grown, history)).toEqual(grown);
  });
});

test('the portfolio follows the odds of what is held', () => {
  const position = {
    market: { id: '1', state: 'OPEN' },
    outcome: 0,
    shares: 100,
    probability: 0.5,
    value: 50,
    profit: 0,
  };
  const other = { ...position, market: { id: '2', state: 'OPEN' } };
  const portfolio = { positions: [position, other], value: 100, profit: 0 } as unknown as Portfolio;
  const now = withOdds(portfolio, update(4, 0.7));
  expect(now).toMatchObject({
    value: 120,
    profit: 20,
    positions: [{ value: 70, profit: 20 }, { value: 50 }],
  });
  expect(now.positions[1]).toBe(other);
  expect(withOdds(now, update(4, 0.7))).toBe(now);
});
