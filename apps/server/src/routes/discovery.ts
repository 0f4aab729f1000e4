import type { RouteHandler } from '../api/handler.ts';
import { addressGroup } from '../http/addressGroup.ts';

export const search: RouteHandler<'search'> = ({ query, caller, request }, { engine, searchLimit }) => {
  searchLimit.take(caller === undefined ? addressGroup(request.ip) : `user ${caller.userId}`);
  return engine.search(query, caller?.userId);
};

export const listTopics: RouteHandler<'listTopics'> = ({ query }, { engine }) => engine.listTopics(query);

export const listMovers: RouteHandler<'listMovers'> = ({ query, caller }, { engine }) =>
  engine.listMovers(query.limit, caller?.userId);

export const getFollows: RouteHandler<'getFollows'> = ({ params, caller }, { engine }) =>
  engine.getFollows(params.handle, caller?.userId);

export const listFollowers: RouteHandler<'listFollowers'> = ({ params, query }, { engine }) =>
  engine.listFollowers(params.handle, query);

export const listFollowing: RouteHandler<'listFollowing'> = ({ params, query }, { engine }) =>
  engine.listFollowing(params.handle, query);
