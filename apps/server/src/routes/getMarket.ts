import type { RouteHandler } from '../api/handler.ts';

/** The page everyone looks at. */
export const getMarket: RouteHandler<'getMarket'> = ({ params, caller }, { engine }) =>
  engine.getMarket(params.id, caller?.userId);
