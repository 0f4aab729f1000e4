import type { RouteHandler } from '../api/handler.ts';

export const reportComment: RouteHandler<'reportComment'> = ({ params, body, caller }, { engine }) =>
  engine.reportComment({ ...body, id: params.id, userId: caller.userId });

export const reportPost: RouteHandler<'reportPost'> = ({ params, body, caller }, { engine }) =>
  engine.reportPost({ ...body, postId: params.id, userId: caller.userId });

export const listReports: RouteHandler<'listReports'> = ({ query, caller }, { engine }) =>
  engine.listReports(caller.userId, query);

export const handleReport: RouteHandler<'handleReport'> = ({ params, body, caller }, { engine }) =>
  engine.handleReport({ ...body, id: params.id, userId: caller.userId });
