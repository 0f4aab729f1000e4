import type { RouteHandler } from '../api/handler.ts';

/** Each beginning is told to whom it concerns, so a script that follows and unfollows in turns would be a nuisance. */
export const followUser: RouteHandler<'followUser'> = async ({ params, caller }, { engine, followLimit }) => {
  followLimit.take(caller.userId);
  return engine.followUser(caller.userId, params.handle);
};

export const unfollowUser: RouteHandler<'unfollowUser'> = ({ params, caller }, { engine }) =>
  engine.unfollowUser(caller.userId, params.handle);

export const followMarket: RouteHandler<'followMarket'> = async (
  { params, caller },
  { engine, followLimit },
) => {
  followLimit.take(caller.userId);
  return engine.followMarket(caller.userId, params.id);
};

export const unfollowMarket: RouteHandler<'unfollowMarket'> = ({ params, caller }, { engine }) =>
  engine.unfollowMarket(caller.userId, params.id);
