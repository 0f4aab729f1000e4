import type { RouteHandler } from '../api/handler.ts';

export const previewResolution: RouteHandler<'previewResolution'> = ({ params, body, caller }, { engine }) =>
  engine.previewResolution({ ...body, userId: caller.userId, marketId: params.id });

export const resolveMarket: RouteHandler<'resolveMarket'> = (call, { engine }) => {
  const { params, body, caller, idempotencyKey } = call;
  return engine.resolveMarket({ ...body, userId: caller.userId, marketId: params.id, idempotencyKey });
};
