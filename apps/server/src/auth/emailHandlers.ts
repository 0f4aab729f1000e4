import type { Call, Handler, Services } from '../api/handler.ts';
import { requireSession } from '../api/readCall.ts';
import { InvalidRequest } from '../http/httpErrors.ts';
import { ask, headersOf } from './askLibrary.ts';
import type { AuthRoutes } from './authRoutes.ts';
import { requireLastingMail } from './disposableMail.ts';
import { requirePasswords } from './passwords.ts';
import { personOf, requireRecent } from './recent.ts';

/** Answers the same, and as fast, whether somebody has the address or not: all that happens now is that a row is written. */
export const requestPasswordReset: Handler<AuthRoutes['requestPasswordReset']> = async (
  { body },
  { engine, settings },
) => {
  requirePasswords(settings);
  await engine.requestPasswordReset(body.email);
  return null;
};

export const resetPassword: Handler<AuthRoutes['resetPassword']> = async (
  { body, request, reply },
  { auth, engine, sessions, settings },
) => {
  requirePasswords(settings);
  const { userId, authUserId } = await engine.readReset(body.token);
  await ask(reply, () => auth.api.resetPassword({ body, headers: headersOf(request), returnHeaders: true }));
  await engine.endReset(authUserId, body.token);
  if (userId !== undefined) sessions.forgetUser(userId);
  return null;
};

export const sendVerification: Handler<AuthRoutes['sendVerification']> = async ({ caller }, { engine }) => {
  requireSession(caller);
  await engine.requestVerification(caller.userId);
  return null;
};

export const verifyEmail: Handler<AuthRoutes['verifyEmail']> = async ({ body }, { engine }) => {
  const { email, granted } = await engine.verifyEmail(body.token);
  return { email, granted };
};

/** By the password, for whoever has one that is taken here; by a sign-in of just now for who came another way. */
const proveOneself = async (call: Call<AuthRoutes['changeEmail']>, services: Services): Promise<void> => {
  const { body, caller, request, reply } = call;
  const { auth, engine, settings } = services;
  const { password } = await engine.loginFacts(personOf(caller).authUserId, undefined);
  if (!password || !settings.passwordSignIn) return requireRecent(call, services);
  if (body.currentPassword === undefined)
    throw new InvalidRequest([{ path: 'currentPassword', message: 'Type your password.' }]);
  const given = { password: body.currentPassword };
  await ask(reply, () =>
    auth.api.verifyPassword({ body: given, headers: headersOf(request), returnHeaders: true }),
  );
};

/** The new address is the person's when its owner opens the link in the mail; until then the old one stays. */
export const changeEmail: Handler<AuthRoutes['changeEmail']> = async (call, services) => {
  const { body, caller } = call;
  const { engine, settings } = services;
  requireSession(caller);
  requireLastingMail(body.newEmail, settings);
  await proveOneself(call, services);
  await engine.requestEmailChange(caller.userId, body.newEmail);
  return null;
};
