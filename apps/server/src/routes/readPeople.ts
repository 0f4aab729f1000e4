import type { RouteHandler } from '../api/handler.ts';

export const getProfile: RouteHandler<'getProfile'> = ({ params, caller }, { engine }) =>
  engine.getProfile(params.handle, caller?.userId);

export const findUsers: RouteHandler<'findUsers'> = ({ query }, { engine }) => engine.findUsers(query.query);
