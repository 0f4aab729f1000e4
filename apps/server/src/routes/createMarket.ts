import type { RouteHandler } from '../api/handler.ts';

export const createMarket: RouteHandler<'createMarket'> = ({ body, caller, idempotencyKey }, { engine }) =>
  engine.createMarket({ ...body, userId: caller.userId, idempotencyKey });
