import {
  type AnswerOf,
  type Holding,
  LIVE_TRADES,
  type Market,
  type MarketEnd,
  type MarketState,
  type MarketUpdate,
  type Portfolio,
  type Trade,
  type Viewer,
} from '@mesh-markets/contract';
import { replaceEqualDeep } from '@tanstack/react-query';

/*
 * What is known anew of a market, and how it changes what was known. Pure: `applyEvent` puts it on screen.
 */

/** From an event of the live stream, the answer to a trade, or a whole market as a poll, a snapshot or a verb answers it. */
export interface MarketNews {
  readonly market: MarketUpdate | Market;
  /** Trades up to it, newest first and without a gap. */
  readonly trades?: readonly Trade[];
  readonly end?: MarketEnd | undefined;
}

/** The market page shows so many trades above those that are loaded by scrolling. */
const NEWEST_TRADES = 50;
/** More than a chart can draw: then every other point goes. */
const MOST_POINTS = 1_500;

/** What the viewer may do follows from the state: whoever may close an open market may resolve it when it is closed. */
const viewerIn = (viewer: Viewer, state: MarketState, outcomes: Market['outcomes']): Viewer => ({
  ...viewer,
  holdings: viewer.holdings.map(
    (holding): Holding => ({
      ...holding,
      value: Math.floor(holding.shares * (outcomes[holding.outcome]?.probability ?? 0)),
    }),
  ),
  canTrade: viewer.canTrade && state === 'OPEN',
  canClose: viewer.canClose && state === 'OPEN',
  canResolve: (viewer.canResolve || viewer.canClose) && state === 'CLOSED',
});

/** A market with what changed in it; the very same market when the news is not news: a version only grows. */
export const withNews = (market: Market, { market: now, end }: MarketNews): Market => {
  if (market.id !== now.id || market.version >= now.version) return market;
  const { outcomes: changed, ...rest } = now;
  const outcomes = market.outcomes.map((outcome) => ({
    ...outcome,
    ...changed.find(({ index }) => index === outcome.index),
  }));
  const change24h = (market.change24h ?? 0) + now.probability - market.probability;
  const { proposal, ...known } = market;
  // What says how a market stands says too that nothing is proposed any longer.
  const proposed = proposal === undefined || end !== undefined || 'question' in now ? {} : { proposal };
  const merged: Market = { ...known, ...proposed, change24h, ...rest, ...end, outcomes };
  if ('viewer' in now || market.viewer === undefined) return merged;
  return { ...merged, viewer: viewerIn(market.viewer, now.state, outcomes) };
};

/**
 * The newest trades with newer ones on top. Trades that do not follow on the known ones would leave a hole: a whole page of them takes
 * their place, fewer wait for the answer or frame that holds what is between.
 */
export const withTrades = (known: readonly Trade[], newer: readonly Trade[] = []): readonly Trade[] => {
  const newest = known[0]?.seq ?? 0;
  const fresh = newer.filter(({ seq }) => seq > newest);
  const oldest = fresh.at(-1);
  if (oldest === undefined) return known;
  if (known.length === 0 || oldest.seq === newest + 1) return [...fresh, ...known].slice(0, NEWEST_TRADES);
  return fresh.length >= LIVE_TRADES ? fresh.slice(0, NEWEST_TRADES) : known;
};

type History = AnswerOf<'getHistory'>;
type Point = History['points'][number];

/** In a binary market each trade says all odds after it; otherwise only the last one's are known. */
const pointsOf = ({ market, trades = [] }: MarketNews): Point[] => {
  const last = trades[0];
  if (last === undefined || last.seq !== market.tradeCount) return [];
  const now = { at: last.createdAt, seq: last.seq, probabilities: market.outcomes.map((o) => o.probability) };
  if (market.outcomes.length !== 2) return [now];
  const before = trades.slice(1).map(({ createdAt, seq, outcome, probabilityAfter }) => ({
    at: createdAt,
    seq,
    probabilities:
      outcome === 0 ? [probabilityAfter, 1 - probabilityAfter] : [1 - probabilityAfter, probabilityAfter],
  }));
  return [...before.reverse(), now];
};

/** The chart's history with what happened since; a range of fixed length moves on with it. */
export const withPoints = (history: History, range: string, news: MarketNews): History => {
  const known = history.points.at(-1)?.seq ?? 0;
  const fresh = pointsOf(news).filter(({ seq }) => seq > known);
  const last = fresh.at(-1);
  if (last === undefined) return history;
  const all = [...history.points, ...fresh];
  const points = all.length > MOST_POINTS ? all.filter((_, i) => i % 2 === 0 || i === all.length - 1) : all;
  const moved = Math.max(0, Date.parse(last.at) - Date.parse(history.to));
  const from = range === 'all' ? history.from : new Date(Date.parse(history.from) + moved).toISOString();
  return { points, from, to: moved > 0 ? last.at : history.to };
};

/** What is held of a market at its new odds; what a resolution pays out is asked for again. */
export const withOdds = (portfolio: Portfolio, { id, state, outcomes }: MarketNews['market']): Portfolio => {
  let change = 0;
  const positions = portfolio.positions.map((position) => {
    const probability = outcomes[position.outcome]?.probability;
    const isSame = position.market.state === state && position.probability === probability;
    if (position.market.id !== id || state === 'RESOLVED' || probability === undefined || isSame)
      return position;
    const value = Math.floor(position.shares * probability);
    const gain = value - position.value;
    change += gain;
    return {
      ...position,
      market: { ...position.market, state },
      probability,
      value,
      profit: position.profit + gain,
    };
  });
  if (positions.every((position, i) => position === portfolio.positions[i])) return portfolio;
  return { ...portfolio, positions, value: portfolio.value + change, profit: portfolio.profit + change };
};

/** A poll that set out before the last trade must not take it off the chart again. */
export const keepNewestHistory = (known: unknown, incoming: unknown): History => {
  const [before, after] = [known as History | undefined, incoming as History];
  const newest = after.points.at(-1)?.seq ?? 0;
  const missing = before?.points.filter(({ seq }) => seq > newest) ?? [];
  const last = missing.at(-1);
  if (last === undefined) return replaceEqualDeep(before, after);
  return { ...after, points: [...after.points, ...missing], to: last.at > after.to ? last.at : after.to };
};
