import type { RouteHandler } from '../api/handler.ts';

export const search: RouteHandler<'search'> = async ({ query, caller }, { engine, features }) => {
  const { predictionMarkets } = await features.of(caller?.userId);
  if (predictionMarkets) return engine.search(query, caller?.userId);
  const found = await engine.search({ ...query, onlyText: true }, caller?.userId);
  return found.topics === undefined ? found : { ...found, topics: [] };
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
