import type { RouteHandler } from '../api/handler.ts';

export const getWallet: RouteHandler<'getWallet'> = ({ caller }, { engine }) =>
  engine.getWallet(caller.userId);

export const getLedger: RouteHandler<'getLedger'> = ({ caller, query }, { engine }) =>
  engine.getLedger(caller.userId, query);

export const getPortfolio: RouteHandler<'getPortfolio'> = ({ caller }, { engine }) =>
  engine.getPortfolio(caller.userId);
