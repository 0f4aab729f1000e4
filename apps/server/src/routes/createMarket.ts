import type { RouteHandler } from '../api/handler.ts';

export const createMarket: RouteHandler<'createMarket'> = (call, { engine, marketLimit }) => {
  const { body, caller, idempotencyKey, reply } = call;
  marketLimit.take(caller.userId, (name, value) => reply.header(name, value));
  return engine.createMarket({ ...body, userId: caller.userId, idempotencyKey });
};
