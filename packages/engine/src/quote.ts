import { averagePrice, type MarketId, microToShares, type Order, type Quote } from '@mesh-markets/contract';
import { lmsr } from '@mesh-markets/market-maker';
import type { Pool } from 'pg';
import { checkBounds, outcomeOf, priceOrder } from './decideOrders.ts';
import { noMarket } from './reads/markets.ts';
import { Refusal } from './refusal.ts';

interface QuoteRow {
  readonly type: 'BINARY' | 'MULTIPLE';
  readonly open: boolean;
  readonly b: number;
  readonly phantomMicro: number[];
  readonly sharesMicro: number[];
}

/**
 * What an order would do now, with the figures a trade would give; writes nothing.
 * @throws Refusal NOT_FOUND, VALIDATION_FAILED, MARKET_CLOSED, INSUFFICIENT_SHARES (more than anyone holds), VALIDATION_FAILED (too large),
 * AMOUNT_TOO_SMALL, SLIPPAGE
 */
export const quote = async (
  pool: Pool,
  { marketId, order }: { marketId: MarketId; order: Order },
): Promise<Quote> => {
  const { rows } = await pool.query<QuoteRow>({
    name: 'quote',
    text: `select type, state = 'OPEN' and closes_at > mesh_now() as open, b, phantom_micro as "phantomMicro", shares_micro as "sharesMicro"
             from prediction_market where id = $1`,
    values: [marketId],
  });
  const market = rows[0];
  if (!market) throw noMarket();
  const outcome = outcomeOf(market, order);
  if (!market.open) throw new Refusal('MARKET_CLOSED');
  const sold = order.action === 'SELL';
  if (sold && order.shares > microToShares(market.sharesMicro[outcome]!)) {
    throw new Refusal('INSUFFICIENT_SHARES', 'Nobody holds that many shares of this outcome.');
  }
  const fill = priceOrder(market, outcome, order);
  checkBounds(order, fill);
  const shares = microToShares(fill.sharesMicro);
  return {
    action: sold ? 'SELL' : 'BUY',
    outcome,
    shares,
    cost: sold ? -fill.credits : fill.credits,
    price: averagePrice(fill.credits, shares),
    probabilityBefore: fill.priceBefore,
    probabilityAfter: fill.priceAfter,
    probability: lmsr.prices(fill.next)[0]!,
  };
};
