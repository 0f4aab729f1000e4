import type { RouteHandler } from '../api/handler.ts';

export const createPost: RouteHandler<'createPost'> = ({ body, caller, idempotencyKey }, { engine }) =>
  engine.createPost({ ...body, userId: caller.userId, idempotencyKey });
