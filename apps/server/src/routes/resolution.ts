import type { RouteHandler } from '../api/handler.ts';

export const getResolutionHistory: RouteHandler<'getResolutionHistory'> = ({ params }, { engine }) =>
  engine.getResolutionHistory(params.id);

export const disputeProposal: RouteHandler<'disputeProposal'> = (call, { engine }) => {
  const { params, body, caller, idempotencyKey } = call;
  return engine.disputeProposal({ ...body, userId: caller.userId, marketId: params.id, idempotencyKey });
};

export const amendProposal: RouteHandler<'amendProposal'> = (call, { engine }) => {
  const { params, body, caller, idempotencyKey } = call;
  return engine.amendProposal({ ...body, userId: caller.userId, marketId: params.id, idempotencyKey });
};

export const withdrawProposal: RouteHandler<'withdrawProposal'> = (call, { engine }) => {
  const { params, body, caller, idempotencyKey } = call;
  return engine.withdrawProposal({ ...body, userId: caller.userId, marketId: params.id, idempotencyKey });
};

export const decideDispute: RouteHandler<'decideDispute'> = (call, { engine }) => {
  const { params, body, caller, idempotencyKey } = call;
  return engine.decideDispute({ ...body, userId: caller.userId, marketId: params.id, idempotencyKey });
};

export const previewCorrection: RouteHandler<'previewCorrection'> = (
  { params, body, caller },
  { engine },
) => {
  const { reason: _, ...verdict } = body;
  return engine.previewCorrection({ ...verdict, userId: caller.userId, marketId: params.id });
};

export const correctResolution: RouteHandler<'correctResolution'> = (call, { engine }) => {
  const { params, body, caller, idempotencyKey } = call;
  return engine.correctResolution({ ...body, userId: caller.userId, marketId: params.id, idempotencyKey });
};

export const listDisputes: RouteHandler<'listDisputes'> = ({ caller }, { engine }) =>
  engine.listDisputes(caller.userId);
