import type { RouteHandler } from '../api/handler.ts';

export const closeMarket: RouteHandler<'closeMarket'> = (call, { engine }) => {
  const { params, body, caller, idempotencyKey } = call;
  return engine.closeMarket({ ...body, userId: caller.userId, marketId: params.id, idempotencyKey });
};
