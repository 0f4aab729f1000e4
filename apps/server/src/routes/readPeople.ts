import type { RouteHandler } from '../api/handler.ts';
import { sightOf } from '../flags/permit.ts';

export const getProfile: RouteHandler<'getProfile'> = async ({ params, caller }, { engine, features }) =>
  engine.getProfile(params.handle, caller?.userId, await sightOf(features, caller?.userId));

export const findUsers: RouteHandler<'findUsers'> = ({ query }, { engine }) => engine.findUsers(query.query);
