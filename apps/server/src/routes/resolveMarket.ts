import type { RouteHandler } from '../api/handler.ts';
import { commandOf } from '../auth/authenticate.ts';

export const previewResolution: RouteHandler<'previewResolution'> = ({ params, body, caller }, { engine }) =>
  engine.previewResolution({ ...body, userId: caller.userId, marketId: params.id });

export const resolveMarket: RouteHandler<'resolveMarket'> = (call, { engine }) =>
  engine.resolveMarket({ ...call.body, ...commandOf(call), marketId: call.params.id });
