import type { RouteHandler } from '../api/handler.ts';

export const getDashboard: RouteHandler<'getDashboard'> = async ({ caller, query }, { engine, metrics }) => ({
  ...(await engine.getDashboard(caller.userId, query.days)),
  tradeLatency: await metrics.tradeLatency(),
});
