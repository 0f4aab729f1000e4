import type { RouteHandler } from '../api/handler.ts';

export const askOracle: RouteHandler<'askOracle'> = ({ params, body, caller }, { engine }) =>
  engine.askOracle({ userId: caller.userId, marketId: params.id, oracleId: body.oracleId });

export const withdrawOracle: RouteHandler<'withdrawOracle'> = ({ params, caller }, { engine }) =>
  engine.withdrawOracle({ userId: caller.userId, marketId: params.id });

export const acceptOracle: RouteHandler<'acceptOracle'> = ({ params, caller }, { engine }) =>
  engine.acceptOracle({ userId: caller.userId, marketId: params.id });

export const declineOracle: RouteHandler<'declineOracle'> = ({ params, caller }, { engine }) =>
  engine.declineOracle({ userId: caller.userId, marketId: params.id });

export const stepDownOracle: RouteHandler<'stepDownOracle'> = ({ params, caller }, { engine }) =>
  engine.stepDownOracle({ userId: caller.userId, marketId: params.id });

export const listWaiting: RouteHandler<'listWaiting'> = ({ query, caller }, { engine }) =>
  engine.listWaiting(caller.userId, query);
