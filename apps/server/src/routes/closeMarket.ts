import type { RouteHandler } from '../api/handler.ts';
import { commandOf } from '../auth/authenticate.ts';

export const closeMarket: RouteHandler<'closeMarket'> = (call, { engine }) =>
  engine.closeMarket({ ...call.body, ...commandOf(call), marketId: call.params.id });
