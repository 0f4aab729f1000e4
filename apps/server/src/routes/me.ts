import type { RouteHandler } from '../api/handler.ts';

export const getMe: RouteHandler<'getMe'> = ({ caller }, { engine }) => engine.getMe(caller.userId);

export const updateMe: RouteHandler<'updateMe'> = ({ caller, body }, { engine }) =>
  engine.updateMe(caller.userId, body);
