import type { RouteHandler } from '../api/handler.ts';
import { requireSession } from '../api/readCall.ts';
import { rotateSession } from '../auth/rotateSession.ts';

export const claimAdmin: RouteHandler<'claimAdmin'> = async (call, services) => {
  const { caller, body } = call;
  requireSession(caller);
  await services.adminSetup.claim(caller.userId, body.token);
  services.sessions.forgetUser(caller.userId);
  await rotateSession(call, services);
  services.apiKeys.forgetUser(caller.userId);
  return services.engine.getMe(caller.userId);
};
