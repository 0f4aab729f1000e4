import type { RouteHandler } from '../api/handler.ts';
import { requireSession } from '../api/readCall.ts';

export const claimAdmin: RouteHandler<'claimAdmin'> = async ({ caller, body }, services) => {
  requireSession(caller);
  await services.adminSetup.claim(caller.userId, body.token);
  services.sessions.forgetUser(caller.userId);
  services.apiKeys.forgetUser(caller.userId);
  return services.engine.getMe(caller.userId);
};
