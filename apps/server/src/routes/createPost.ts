import type { RouteHandler } from '../api/handler.ts';
import { commandOf } from '../auth/authenticate.ts';

export const createPost: RouteHandler<'createPost'> = (call, { engine }) =>
  engine.createPost({ ...call.body, ...commandOf(call) });
