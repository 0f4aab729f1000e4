import { MAX_CREDITS, MAX_SHARES, MICRO_PER_SHARE, type Order, type UserId } from '@mesh-markets/contract';
import { CurveDomainError, type Fill, lmsr } from '@mesh-markets/market-maker';
import type { Intent } from './intents.ts';
import { curveOf, heldBy, type ModelBooks, type ModelMarket } from './model.ts';

const clamp = (value: number, most: number): number => Math.max(1, Math.min(most, Math.floor(value)));
const part = ({ fraction }: Intent): number => fraction / 2 ** 32;

/** The fill at the pools of the moment; by the time the order is served they may be others. */
const fillNow = (market: ModelMarket, outcome: number, order: Order): Fill | undefined => {
  try {
    const state = curveOf(market);
    if ('credits' in order) return lmsr.buyForSpend(state, outcome, order.credits);
    const micro = Math.round(order.shares * MICRO_PER_SHARE);
    return order.action === 'SELL'
      ? lmsr.sellShares(state, outcome, micro)
      : lmsr.buyShares(state, outcome, micro);
  } catch (error) {
    if (error instanceof CurveDomainError) return undefined;
    throw error;
  }
};

/** Credits to spend: mostly a modest part of the wallet, often an edge. */
const chooseCredits = (intent: Intent, balance: number, b: number): number => {
  const edges = [1, balance, balance + 1, balance - 1, balance / 2 + 1, MAX_CREDITS, b, 10 * b];
  const edge = edges[intent.amount % 32];
  const modest = (intent.amount % 2 === 0 ? balance / 20 : Math.min(balance, b) / 4) * part(intent);
  return clamp(edge ?? modest, MAX_CREDITS);
};

/** Micro-shares to sell, around what is held. */
const chooseSale = (intent: Intent, held: number, pool: number): number => {
  const edges = [held, held, 1, held + 1, held / 2 + 1, pool, MAX_SHARES * MICRO_PER_SHARE];
  return clamp(edges[intent.amount % 20] ?? held * part(intent), MAX_SHARES * MICRO_PER_SHARE);
};

/** Micro-shares to buy, around what the wallet affords. */
const chooseShares = (intent: Intent, market: ModelMarket, outcome: number, balance: number): number => {
  const spend = clamp(balance, MAX_CREDITS);
  const affordable = fillNow(market, outcome, { outcome, credits: spend })?.sharesMicro ?? 0;
  const edges = [
    1,
    MICRO_PER_SHARE,
    affordable,
    affordable + 1,
    affordable / 2,
    MAX_SHARES * MICRO_PER_SHARE,
    market.b * 1e6 * MICRO_PER_SHARE,
    market.b * 1e6 * MICRO_PER_SHARE + 1,
  ];
  return clamp(edges[intent.amount % 28] ?? (affordable / 10) * part(intent), MAX_SHARES * MICRO_PER_SHARE);
};

/** Some orders name the worst they accept: what they would get now, a little less, or a little more than that. */
const bounded = (intent: Intent, market: ModelMarket, outcome: number, order: Order): Order => {
  const nudge = [undefined, 0, 1, -1, 0][intent.bound % 10];
  const fill = nudge === undefined ? undefined : fillNow(market, outcome, order);
  if (nudge === undefined || fill === undefined) return order;
  if ('credits' in order)
    return { ...order, minShares: Math.min(1e9, Math.max(0, fill.sharesMicro + nudge) / MICRO_PER_SHARE) };
  if (order.action === 'SELL')
    return { ...order, minCredits: Math.min(1e9, Math.max(0, fill.credits + nudge)) };
  return { ...order, maxCredits: clamp(fill.credits - nudge, MAX_CREDITS) };
};

/** Mostly an outcome that is there, by its index or, in a market of YES and NO, by its side. */
const chooseOutcome = (intent: Intent, market: ModelMarket) => {
  const count = market.pools.length;
  const outcome = intent.outcome % count;
  const manner = intent.choice % 32;
  if (manner === 31) return { outcome, which: { outcome: Math.min(63, count) } };
  if (manner === 30) return { outcome: 0, which: { side: 'YES' as const } };
  if (market.type === 'BINARY' && manner % 2 === 0)
    return { outcome, which: { side: outcome === 0 ? ('YES' as const) : ('NO' as const) } };
  return { outcome, which: { outcome } };
};

/** Sellers are mostly people who hold something. */
const chooseHolding = (
  intent: Intent,
  market: ModelMarket,
): { user: UserId; outcome: number } | undefined => {
  const held = [...market.positions].filter(([, position]) => position.shares > 0);
  const key = held[intent.who % Math.max(1, held.length)]?.[0];
  if (key === undefined) return undefined;
  const [user, outcome] = key.split('/') as [UserId, string];
  return { user, outcome: Number(outcome) };
};

export const chooseOrder = (intent: Intent, books: ModelBooks, market: ModelMarket, buyer: UserId) => {
  const { outcome, which } = chooseOutcome(intent, market);
  const balance = books.wallets.get(buyer) ?? 0;
  const manner = intent.choice % 5;
  const holding = manner > 2 ? chooseHolding(intent, market) : undefined;
  if (holding) {
    const held = heldBy(market, holding.user, holding.outcome);
    const shares = chooseSale(intent, held, market.pools[holding.outcome]!) / MICRO_PER_SHARE;
    const order: Order = { action: 'SELL', outcome: holding.outcome, shares };
    return { user: holding.user, order: bounded(intent, market, holding.outcome, order) };
  }
  const order: Order =
    manner === 2
      ? {
          action: 'BUY',
          ...which,
          shares: chooseShares(intent, market, outcome, balance) / MICRO_PER_SHARE,
        }
      : { ...which, credits: chooseCredits(intent, balance, market.b) };
  return { user: buyer, order: bounded(intent, market, outcome, order) };
};
