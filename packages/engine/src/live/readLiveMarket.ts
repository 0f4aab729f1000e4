import { LIVE_REPLAY, LIVE_TRADES, type Market, type MarketId, type Trade } from '@mesh-markets/contract';
import { readMarket, type TradeJson, tradeOf, tradeSelect } from '../reads/markets.ts';
import type { Reader } from '../reads/rows.ts';

/** A market as every visitor sees it, and trades up to it, newest first. */
export interface LiveMarket {
  readonly market: Market;
  readonly trades: readonly Trade[];
}

/**
 * A market and its newest trades; with `since`, at least all after that version, at most LIVE_REPLAY. The first `tradeCount` versions of
 * a market are its trades and what comes after them are changes of state, so a version that is no trade has none after it. The
 * market is read before its trades: they are never changed, so both are of one moment.
 * @throws Refusal NOT_FOUND
 */
export const readLiveMarket = async (reader: Reader, id: MarketId, since?: number): Promise<LiveMarket> => {
  const market = await readMarket(reader, id, undefined);
  const wanted = Math.min(since ?? market.tradeCount, market.tradeCount - LIVE_TRADES);
  const after = Math.max(0, wanted, market.tradeCount - LIVE_REPLAY);
  if (market.tradeCount <= after) return { market, trades: [] };
  const { rows } = await reader.query<TradeJson>({
    name: 'live_trades',
    text: `${tradeSelect} where t.market_id = $1 and t.seq > $2 and t.seq <= $3 order by t.seq desc`,
    values: [id, after, market.tradeCount],
  });
  return { market, trades: rows.map((row) => tradeOf(id, market.type, row)) };
};
