import type { RouteHandler } from '../api/handler.ts';

export const createPost: RouteHandler<'createPost'> = (call, { engine, postLimit }) => {
  const { body, caller, idempotencyKey, reply } = call;
  postLimit.take(caller.userId, (name, value) => reply.header(name, value));
  return engine.createPost({ ...body, userId: caller.userId, idempotencyKey });
};
