import type { RouteHandler } from '../api/handler.ts';

export const closeMarket: RouteHandler<'closeMarket'> = ({ params, caller, idempotencyKey }, { engine }) =>
  engine.closeMarket({ userId: caller.userId, marketId: params.id, idempotencyKey });
