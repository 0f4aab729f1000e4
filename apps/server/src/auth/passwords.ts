import { Refusal } from '@mesh-markets/engine';
import type { Handler } from '../api/handler.ts';
import type { Settings } from '../settings.ts';
import { ask, codeOf, headersOf } from './askLibrary.ts';
import type { AuthRoutes } from './authRoutes.ts';
import { personOf, requireRecent } from './recent.ts';
import { rotateSession } from './rotateSession.ts';

/** @throws Refusal FEATURE_DISABLED where the operator takes no passwords */
export const requirePasswords = ({ passwordSignIn }: Pick<Settings, 'passwordSignIn'>): void => {
  if (!passwordSignIn)
    throw new Refusal('FEATURE_DISABLED', 'Nobody uses a password here. Choose another way to sign in.');
};

/** A first password, for somebody who came by another service or has only passkeys. */
export const setPassword: Handler<AuthRoutes['setPassword']> = async (call, services) => {
  const { body, caller, request, reply } = call;
  const person = personOf(caller);
  requirePasswords(services.settings);
  await requireRecent(call, services);
  try {
    await services.auth.api.setPassword({ body, headers: headersOf(request) });
  } catch (error) {
    if (codeOf(error) !== 'PASSWORD_ALREADY_SET') return await ask(reply, () => Promise.reject(error));
    throw new Refusal('FORBIDDEN', 'You have a password already. Change it instead.');
  }
  await services.engine.endSessions(caller.userId, person.token);
  services.sessions.forgetUser(caller.userId);
  await rotateSession(call, services);
  return services.engine.getMe(caller.userId);
};
