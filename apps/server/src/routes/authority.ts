import type { RouteHandler } from '../api/handler.ts';
import { requireSession } from '../api/readCall.ts';

export const listPeople: RouteHandler<'listPeople'> = ({ query, caller }, { engine }) =>
  engine.listPeople(caller.userId, query.query);

export const banPerson: RouteHandler<'banPerson'> = ({ params, body, caller }, { engine }) =>
  engine.banPerson({ ...body, handle: params.handle, by: caller.userId });

export const liftBan: RouteHandler<'liftBan'> = ({ params, caller }, { engine }) =>
  engine.liftBan({ id: params.id, by: caller.userId });

export const setRole: RouteHandler<'setRole'> = async ({ params, body, caller }, services) => {
  requireSession(caller);
  const { userId } = await services.engine.setRole({ handle: params.handle }, body.role, caller.userId);
  services.sessions.forgetUser(userId);
  services.apiKeys.forgetUser(userId);
  return services.engine.personFacts(userId);
};

export const hidePost: RouteHandler<'hidePost'> = ({ params, body, caller }, { engine }) =>
  engine.hidePost({ ...body, postId: params.id, by: caller.userId });

export const showPost: RouteHandler<'showPost'> = ({ params, caller }, { engine }) =>
  engine.showPost({ postId: params.id, by: caller.userId });

export const listDeeds: RouteHandler<'listDeeds'> = ({ query, caller }, { engine }) =>
  engine.listDeeds(caller.userId, query);
