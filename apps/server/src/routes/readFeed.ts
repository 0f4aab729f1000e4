import type { RouteHandler } from '../api/handler.ts';

export const getFeed: RouteHandler<'getFeed'> = ({ query, caller }, { engine }) =>
  engine.getFeed(query, caller?.userId);

export const getPost: RouteHandler<'getPost'> = ({ params, caller }, { engine }) =>
  engine.getPost(params.id, caller?.userId);
