import type { RouteHandler } from '../api/handler.ts';
import { sightOf } from '../flags/permit.ts';

export const listNotifications: RouteHandler<'listNotifications'> = async (
  { caller, query },
  { engine, features },
) => engine.listNotifications(caller.userId, query, await sightOf(features, caller.userId));

export const countUnread: RouteHandler<'countUnread'> = async ({ caller }, { engine, features }) =>
  engine.countUnread(caller.userId, await sightOf(features, caller.userId));

export const markRead: RouteHandler<'markRead'> = async ({ caller, params }, { engine, features }) =>
  engine.markRead(caller.userId, params.id, await sightOf(features, caller.userId));

export const markAllRead: RouteHandler<'markAllRead'> = async ({ caller, body }, { engine, features }) =>
  engine.markAllRead(caller.userId, body?.upTo, await sightOf(features, caller.userId));
