import type { RouteHandler } from '../api/handler.ts';
import { commandOf } from '../auth/authenticate.ts';

export const getResolutionHistory: RouteHandler<'getResolutionHistory'> = ({ params }, { engine }) =>
  engine.getResolutionHistory(params.id);

export const disputeProposal: RouteHandler<'disputeProposal'> = (call, { engine }) => {
  const { params, body } = call;
  return engine.disputeProposal({ ...body, ...commandOf(call), marketId: params.id });
};

export const amendProposal: RouteHandler<'amendProposal'> = (call, { engine }) => {
  const { params, body } = call;
  return engine.amendProposal({ ...body, ...commandOf(call), marketId: params.id });
};

export const withdrawProposal: RouteHandler<'withdrawProposal'> = (call, { engine }) => {
  const { params, body } = call;
  return engine.withdrawProposal({ ...body, ...commandOf(call), marketId: params.id });
};

export const decideDispute: RouteHandler<'decideDispute'> = (call, { engine }) => {
  const { params, body } = call;
  return engine.decideDispute({ ...body, ...commandOf(call), marketId: params.id });
};

export const previewCorrection: RouteHandler<'previewCorrection'> = (
  { params, body, caller },
  { engine },
) => {
  const { note: _, ...verdict } = body;
  return engine.previewCorrection({ ...verdict, userId: caller.userId, marketId: params.id });
};

export const correctResolution: RouteHandler<'correctResolution'> = (call, { engine }) => {
  const { params, body } = call;
  return engine.correctResolution({ ...body, ...commandOf(call), marketId: params.id });
};

export const listDisputes: RouteHandler<'listDisputes'> = ({ caller }, { engine }) =>
  engine.listDisputes(caller.userId);
