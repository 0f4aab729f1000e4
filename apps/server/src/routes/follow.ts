import type { RouteHandler } from '../api/handler.ts';

export const followUser: RouteHandler<'followUser'> = ({ params, caller }, { engine }) =>
  engine.followUser(caller.userId, params.handle);

export const unfollowUser: RouteHandler<'unfollowUser'> = ({ params, caller }, { engine }) =>
  engine.unfollowUser(caller.userId, params.handle);

export const followMarket: RouteHandler<'followMarket'> = ({ params, caller }, { engine }) =>
  engine.followMarket(caller.userId, params.id);

export const unfollowMarket: RouteHandler<'unfollowMarket'> = ({ params, caller }, { engine }) =>
  engine.unfollowMarket(caller.userId, params.id);
