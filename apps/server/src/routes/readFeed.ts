import { Refusal } from '@mesh-markets/engine';
import type { RouteHandler } from '../api/handler.ts';

/** Where markets are not open there is what people write, as if nobody had ever asked a question. */
export const getFeed: RouteHandler<'getFeed'> = async ({ query, caller }, { engine, features }) => {
  const { predictionMarkets } = await features.of(caller?.userId);
  if (predictionMarkets) return engine.getFeed(query, caller?.userId);
  if (query.type === 'PREDICTION') return { posts: [] };
  return engine.getFeed({ ...query, type: 'TEXT' }, caller?.userId);
};

export const getPost: RouteHandler<'getPost'> = async ({ params, caller }, { engine, features }) => {
  const post = await engine.getPost(params.id, caller?.userId);
  if (post.type === 'PREDICTION' && !(await features.of(caller?.userId)).predictionMarkets)
    throw new Refusal('NOT_FOUND', 'There is no such post.');
  return post;
};
