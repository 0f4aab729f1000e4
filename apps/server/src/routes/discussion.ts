import type { RouteHandler } from '../api/handler.ts';
import { commandOf } from '../auth/authenticate.ts';
import { lacksSecondFactor } from '../auth/requireSecondFactor.ts';

export const listComments: RouteHandler<'listComments'> = ({ params, query, caller }, { engine }) =>
  engine.listComments(params.id, query, caller?.userId);

export const listReplies: RouteHandler<'listReplies'> = ({ params, query, caller }, { engine }) =>
  engine.listReplies(params.id, query, caller?.userId);

export const listOwnTrades: RouteHandler<'listOwnTrades'> = ({ params, caller }, { engine }) =>
  engine.listOwnTrades(params.id, caller.userId);

export const postComment: RouteHandler<'postComment'> = (call, { engine }) =>
  engine.postComment({ ...call.body, ...commandOf(call), postId: call.params.id });

export const editComment: RouteHandler<'editComment'> = ({ params, body, caller }, { engine }) =>
  engine.editComment({ ...body, id: params.id, userId: caller.userId });

export const deleteComment: RouteHandler<'deleteComment'> = ({ params, caller }, { engine, settings }) =>
  engine.deleteComment({
    id: params.id,
    userId: caller.userId,
    withoutRole:
      caller.apiKey?.staff === false ? 'KEY' : lacksSecondFactor(settings, caller) ? 'WEAK' : undefined,
  });

export const likeComment: RouteHandler<'likeComment'> = ({ params, body, caller }, { engine }) =>
  engine.likeComment({ ...body, id: params.id, userId: caller.userId });
