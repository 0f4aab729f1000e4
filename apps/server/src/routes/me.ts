import type { RouteHandler } from '../api/handler.ts';
import { extendSession } from '../auth/authHandlers.ts';

export const getMe: RouteHandler<'getMe'> = async (call, services) => {
  await extendSession(call, services);
  return services.engine.getMe(call.caller.userId);
};

export const updateMe: RouteHandler<'updateMe'> = ({ caller, body }, { engine }) =>
  engine.updateMe(caller.userId, body);
