import type { RouteHandler } from '../api/handler.ts';
import { commandOf } from '../auth/authenticate.ts';

export const createMarket: RouteHandler<'createMarket'> = (call, { engine }) =>
  engine.createMarket({ ...call.body, ...commandOf(call) });
