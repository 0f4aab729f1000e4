import type { RouteHandler } from '../api/handler.ts';

export const listComments: RouteHandler<'listComments'> = ({ params, query, caller }, { engine }) =>
  engine.listComments(params.id, query, caller?.userId);

export const listReplies: RouteHandler<'listReplies'> = ({ params, query, caller }, { engine }) =>
  engine.listReplies(params.id, query, caller?.userId);

export const listOwnTrades: RouteHandler<'listOwnTrades'> = ({ params, caller }, { engine }) =>
  engine.listOwnTrades(params.id, caller.userId);

export const postComment: RouteHandler<'postComment'> = (call, { engine, commentLimit }) => {
  const { params, body, caller, idempotencyKey, reply } = call;
  commentLimit.take(caller.userId, (name, value) => reply.header(name, value));
  return engine.postComment({ ...body, postId: params.id, userId: caller.userId, idempotencyKey });
};

export const editComment: RouteHandler<'editComment'> = (call, { engine, commentLimit }) => {
  const { params, body, caller, reply } = call;
  commentLimit.take(caller.userId, (name, value) => reply.header(name, value));
  return engine.editComment({ ...body, id: params.id, userId: caller.userId });
};

export const deleteComment: RouteHandler<'deleteComment'> = ({ params, caller }, { engine }) =>
  engine.deleteComment({ id: params.id, userId: caller.userId });

export const likeComment: RouteHandler<'likeComment'> = (call, { engine, likeLimit }) => {
  const { params, body, caller, reply } = call;
  likeLimit.take(caller.userId, (name, value) => reply.header(name, value));
  return engine.likeComment({ ...body, id: params.id, userId: caller.userId });
};
