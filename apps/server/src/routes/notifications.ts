import type { RouteHandler } from '../api/handler.ts';

export const listNotifications: RouteHandler<'listNotifications'> = ({ caller, query }, { engine }) =>
  engine.listNotifications(caller.userId, query);

export const countUnread: RouteHandler<'countUnread'> = ({ caller }, { engine }) =>
  engine.countUnread(caller.userId);

export const markRead: RouteHandler<'markRead'> = ({ caller, params }, { engine }) =>
  engine.markRead(caller.userId, params.id);

export const markAllRead: RouteHandler<'markAllRead'> = ({ caller, body }, { engine }) =>
  engine.markAllRead(caller.userId, body?.upTo);
