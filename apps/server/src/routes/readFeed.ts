import type { RouteHandler } from '../api/handler.ts';

/** Where markets are not open there is what people write, as if nobody had ever asked a question. */
export const getFeed: RouteHandler<'getFeed'> = async ({ query, caller }, { engine, features }) => {
  const { predictionMarkets } = await features.of(caller?.userId);
  if (predictionMarkets) return engine.getFeed(query, caller?.userId);
  if (query.type === 'PREDICTION') return { posts: [] };
  return engine.getFeed({ ...query, type: 'TEXT' }, caller?.userId);
};

export const getPost: RouteHandler<'getPost'> = ({ params, caller }, { engine }) =>
  engine.getPost(params.id, caller?.userId);
