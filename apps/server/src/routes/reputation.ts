import type { RouteHandler } from '../api/handler.ts';

export const getLeaderboard: RouteHandler<'getLeaderboard'> = ({ query, caller }, { engine }) =>
  engine.getLeaderboard(query, caller?.userId);

export const getProfitHistory: RouteHandler<'getProfitHistory'> = ({ params }, { engine }) =>
  engine.getProfitHistory(params.handle);

export const flagBot: RouteHandler<'flagBot'> = ({ caller, params, body }, { engine }) =>
  engine.flagBot({ userId: caller.userId, handle: params.handle, bot: body.bot });
