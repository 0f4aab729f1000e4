import { averagePrice, MICRO_PER_SHARE } from '@mesh-markets/contract';
import type { Engine } from '@mesh-markets/engine';
import type { RouteHandler } from '../api/handler.ts';
import type { CsvCell } from '../http/csv.ts';

const columns = [
  'trade_id',
  'seq',
  'time',
  'trader',
  'action',
  'outcome_index',
  'outcome',
  'shares',
  'cost',
  'price',
  'probability_before',
  'probability_after',
];

async function* rowsOf(pages: ReturnType<Engine['exportTrades']>): AsyncGenerator<CsvCell[][]> {
  for await (const page of pages) {
    yield page.map((trade) => {
      const shares = Math.abs(trade.shares_micro) / MICRO_PER_SHARE;
      return [
        trade.id,
        trade.seq,
        trade.created_at.toISOString(),
        trade.handle,
        trade.credits > 0 ? 'BUY' : 'SELL',
        trade.outcome,
        trade.label,
        shares,
        trade.credits,
        averagePrice(trade.credits, shares),
        trade.probability_before,
        trade.probability_after,
      ];
    });
  }
}

export const exportTrades: RouteHandler<'exportTrades'> = async ({ params }, { engine }) => ({
  filename: `market-${params.id}-trades.csv`,
  columns,
  pages: rowsOf(engine.exportTrades(params.id)),
});
