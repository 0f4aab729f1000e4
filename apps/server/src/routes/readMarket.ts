import type { RouteHandler } from '../api/handler.ts';

export const listTrades: RouteHandler<'listTrades'> = ({ params, query }, { engine }) =>
  engine.listTrades(params.id, query);

export const getHistory: RouteHandler<'getHistory'> = ({ params, query }, { engine }) =>
  engine.getHistory(params.id, query);

export const listHolders: RouteHandler<'listHolders'> = ({ params, query }, { engine }) =>
  engine.listHolders(params.id, query);

export const quote: RouteHandler<'quote'> = ({ params, body }, { engine }) =>
  engine.quote({ marketId: params.id, order: body });
