import type { Handler } from '../api/handler.ts';
import { requireSession } from '../api/readCall.ts';
import { ask, headersOf } from './askLibrary.ts';
import type { AuthRoutes } from './authRoutes.ts';
import { requireLastingMail } from './disposableMail.ts';
import { requirePasswords } from './passwords.ts';

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

/** The new address is the person's when its owner opens the link in the mail; until then the old one stays. */
export const changeEmail: Handler<AuthRoutes['changeEmail']> = async (
  { body, caller, request, reply },
  { auth, engine, settings },
) => {
  requireSession(caller);
  requireLastingMail(body.newEmail, settings);
  await ask(reply, () =>
    auth.api.verifyPassword({
      body: { password: body.currentPassword },
      headers: headersOf(request),
      returnHeaders: true,
    }),
  );
  await engine.requestEmailChange(caller.userId, body.newEmail);
  return null;
};
