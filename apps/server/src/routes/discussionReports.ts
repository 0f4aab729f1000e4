import type { RouteHandler } from '../api/handler.ts';

export const reportComment: RouteHandler<'reportComment'> = (call, { engine, commentLimit }) => {
  const { params, body, caller, reply } = call;
  commentLimit.take(caller.userId, (name, value) => reply.header(name, value));
  return engine.reportComment({ ...body, id: params.id, userId: caller.userId });
};

export const reportPost: RouteHandler<'reportPost'> = (call, { engine, commentLimit }) => {
  const { params, body, caller, reply } = call;
  commentLimit.take(caller.userId, (name, value) => reply.header(name, value));
  return engine.reportPost({ ...body, postId: params.id, userId: caller.userId });
};

export const listReports: RouteHandler<'listReports'> = ({ query, caller }, { engine }) =>
  engine.listReports(caller.userId, query);

export const handleReport: RouteHandler<'handleReport'> = ({ params, body, caller }, { engine }) =>
  engine.handleReport({ ...body, id: params.id, userId: caller.userId });
