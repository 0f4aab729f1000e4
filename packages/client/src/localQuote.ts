import {
  averagePrice,
  type Market,
  microToShares,
  type Order,
  type Quote,
  sharesToMicro,
} from '@mesh-markets/contract';
import { type CurveState, type Fill, lmsr } from '@mesh-markets/market-maker';

/** The curve as the server sees it: shares people own plus the phantom shares that set the opening odds. */
export const curveOf = (market: Pick<Market, 'b' | 'outcomes'>): CurveState => ({
  liquidity: market.b,
  sharesMicro: market.outcomes.map(
    (outcome) => sharesToMicro(outcome.shares) + sharesToMicro(outcome.phantomShares),
  ),
});

const outcomeOf = (order: Order): number => order.outcome ?? (order.side === 'NO' ? 1 : 0);

const quoteOf = (fill: Fill, action: 'BUY' | 'SELL'): Quote => ({
  action,
  outcome: fill.outcome,
  shares: microToShares(fill.sharesMicro),
  cost: action === 'BUY' ? fill.credits : -fill.credits,
  price: averagePrice(fill.credits, microToShares(fill.sharesMicro)),
  probabilityBefore: fill.priceBefore,
  probabilityAfter: fill.priceAfter,
  probability: lmsr.prices(fill.next)[0]!,
});

/**
 * What an order would do at the odds on screen, with the server's own arithmetic and rounding. A preview: the server
 * decides, at the odds it finds.
 * @throws CurveDomainError for amounts outside the curve's domain; check the order against the contract first.
 */
export const localQuote = (market: Pick<Market, 'b' | 'outcomes'>, order: Order): Quote => {
  const state = curveOf(market);
  const outcome = outcomeOf(order);
  if ('credits' in order) return quoteOf(lmsr.buyForSpend(state, outcome, order.credits), 'BUY');
  const sharesMicro = sharesToMicro(order.shares);
  return order.action === 'SELL'
    ? quoteOf(lmsr.sellShares(state, outcome, sharesMicro), 'SELL')
    : quoteOf(lmsr.buyShares(state, outcome, sharesMicro), 'BUY');
};
