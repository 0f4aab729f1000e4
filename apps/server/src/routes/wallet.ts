import type { RouteHandler } from '../api/handler.ts';
import { sightOf } from '../flags/permit.ts';
import { everyPage } from '../http/csv.ts';

/** As long as a page of the ledger may be. */
const LEDGER_PAGE = 100;

export const getWallet: RouteHandler<'getWallet'> = ({ caller }, { engine }) =>
  engine.getWallet(caller.userId);

export const getLedger: RouteHandler<'getLedger'> = async ({ caller, query }, { engine, features }) =>
  engine.getLedger(caller.userId, query, await sightOf(features, caller.userId));

export const exportLedger: RouteHandler<'exportLedger'> = async ({ caller }, { engine, features }) => ({
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
    const sight = await sightOf(features, caller.userId);
    const page = { cursor, limit: LEDGER_PAGE };
    const { entries, nextCursor } = await engine.getLedger(caller.userId, page, sight);
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

export const exportPortfolio: RouteHandler<'exportPortfolio'> = async ({ caller }, { engine }) => ({
  filename: 'portfolio.csv',
  columns: [
    'market_id',
    'question',
    'state',
    'closes_at',
    'resolved_to',
    'outcome_index',
    'outcome',
    'shares',
    'probability',
    'value',
    'cost_basis',
    'unrealised',
    'realised',
    'profit',
    'paid',
    'received',
    'payout',
  ],
  pages: everyPage(async () => {
    const { positions } = await engine.getPortfolio(caller.userId);
    const rows = positions.map(({ market, ...position }) => [
      market.id,
      market.question,
      market.state,
      market.closesAt,
      market.outcome,
      position.outcome,
      position.label,
      position.shares,
      position.probability,
      position.value,
      position.costBasis,
      position.value - position.costBasis,
      position.realised,
      position.profit,
      position.paid,
      position.received,
      position.payout,
    ]);
    return { rows };
  }),
});
