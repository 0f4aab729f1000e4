import type { RouteHandler } from '../api/handler.ts';
import { everyPage } from '../http/csv.ts';

/** As long as a page of the ledger may be. */
const LEDGER_PAGE = 100;

export const getWallet: RouteHandler<'getWallet'> = ({ caller }, { engine }) =>
  engine.getWallet(caller.userId);

export const getLedger: RouteHandler<'getLedger'> = ({ caller, query }, { engine }) =>
  engine.getLedger(caller.userId, query);

export const exportLedger: RouteHandler<'exportLedger'> = async ({ caller }, { engine }) => ({
  filename: 'ledger.csv',
  columns: [
    'id',
    'time',
    'kind',
    'amount',
    'balance_after',
    'market_id',
    'question',
    'outcome_index',
    'outcome',
    'trade_id',
  ],
  pages: everyPage(async (cursor) => {
    const { entries, nextCursor } = await engine.getLedger(caller.userId, { cursor, limit: LEDGER_PAGE });
    const rows = entries.map((entry) => [
      entry.id,
      entry.createdAt,
      entry.kind,
      entry.amount,
      entry.balanceAfter,
      entry.market?.id,
      entry.market?.question,
      entry.outcome?.index,
      entry.outcome?.label,
      entry.tradeId,
    ]);
    return { rows, nextCursor };
  }),
});

export const getPortfolio: RouteHandler<'getPortfolio'> = ({ caller }, { engine }) =>
  engine.getPortfolio(caller.userId);
