import type { RouteHandler } from '../api/handler.ts';

/**
 * The page everyone looks at. What a visitor gets is the same for all visitors, so a cache may keep it for a second and
 * show it for a minute while it asks again; what a signed-in person gets is theirs.
 */
export const getMarket: RouteHandler<'getMarket'> = ({ params, caller, reply }, { engine }) => {
  if (caller === undefined) reply.header('cache-control', 'public, max-age=1, stale-while-revalidate=60');
  return engine.getMarket(params.id, caller?.userId);
};
