import type { MarketId, TradeId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { Refusal } from '../refusal.ts';

const PAGE = 5_000;

/** A trade with all that a table says of it. */
export interface ExportedTrade {
  readonly id: TradeId;
  readonly seq: number;
  readonly created_at: Date;
  readonly handle: string;
  readonly outcome: number;
  readonly label: string;
  readonly shares_micro: number;
  readonly credits: number;
  readonly probability_before: number;
  readonly probability_after: number;
}

/**
 * Every trade of a market in order, some thousands at a time. Trades are never changed and their numbers have no gap, so reading on by
 * number needs neither a transaction nor memory. @throws Refusal NOT_FOUND
 */
export async function* exportTrades(
  pool: Pool,
  marketId: MarketId,
): AsyncGenerator<readonly ExportedTrade[]> {
  const market = await pool.query<{ seq: number; labels: string[] }>(
    'select m.seq, p.labels from prediction_market m join post p on p.id = m.id where m.id = $1',
    [marketId],
  );
  if (!market.rows[0]) throw new Refusal('NOT_FOUND', 'There is no such market.');
  const { seq: last, labels } = market.rows[0];
  for (let after = 0; after < last; after += PAGE) {
    const { rows } = await pool.query<ExportedTrade>({
      name: 'export_trades',
      text: `select t.market_id || '-' || t.seq as id, t.seq, t.created_at, u.handle, t.outcome, t.shares_micro, t.credits,
                    t.probability_before, t.probabilities[t.outcome + 1] as probability_after
               from trade t join users u on u.id = t.user_id
              where t.market_id = $1 and t.seq > $2 and t.seq <= $3 order by t.seq`,
      values: [marketId, after, Math.min(after + PAGE, last)],
    });
    yield rows.map((row) => ({ ...row, label: labels[row.outcome]! }));
  }
}
