import type { Me } from '@mesh-markets/contract';
import { Refusal } from '@mesh-markets/engine';
import type { Call, Handler, Services } from '../api/handler.ts';
import { requireSession } from '../api/readCall.ts';
import { accountOf } from './accountOf.ts';
import { ask, codeOf, headersOf } from './askLibrary.ts';
import type { AuthRoutes } from './authRoutes.ts';
import { isDueForExtension } from './betterAuth.ts';
import {
  changeEmail,
  requestPasswordReset,
  resetPassword,
  sendVerification,
  verifyEmail,
} from './emailHandlers.ts';
import { startProvider } from './oidc/startProvider.ts';
import { passkeyOptions, passkeySignIn } from './passkeys/passkeySignIn.ts';
import { requirePasswords, setPassword } from './passwords.ts';
import { secondStep } from './secondStep.ts';
import { signUp } from './signUp.ts';

type SessionCall = Pick<Call<AuthRoutes['changePassword']>, 'caller' | 'request' | 'reply'>;

const WRONG = new Set(['INVALID_EMAIL_OR_PASSWORD', 'EMAIL_NOT_VERIFIED']);

/** The same for everything that is wrong: else a sign-up and a sign-in would tell whether the address had an account before. */
const wrongSignIn = ({ emailVerification }: Services['settings']): Refusal =>
  new Refusal(
    'UNAUTHENTICATED',
    emailVerification === 'required'
      ? 'The e-mail address or the password is wrong, or the address is not confirmed yet. Open the link in our mail, or choose a new password.'
      : 'The e-mail address or the password is wrong.',
  );

export const signIn: Handler<AuthRoutes['signIn']> = async ({ body, request, reply }, services) => {
  const { auth, engine, settings, tracer } = services;
  requirePasswords(settings);
  const { email, password, rememberMe = true } = body;
  const answer = await ask(reply, () =>
    auth.api
      .signInEmail({
        body: { email, password, rememberMe },
        headers: headersOf(request),
        returnHeaders: true,
      })
      .catch((error: unknown) => {
        throw WRONG.has(codeOf(error) ?? '') ? wrongSignIn(settings) : error;
      }),
  );
  if ('twoFactorRedirect' in answer) return { secondStep: true as const };
  const { user } = answer;
  const userId = await accountOf(engine, user);
  await tracer.note({ userId, request, reply });
  return engine.getMe(userId);
};

export const signOut: Handler<AuthRoutes['signOut']> = async ({ caller, request, reply }, services) => {
  await ask(reply, () => services.auth.api.signOut({ headers: headersOf(request), returnHeaders: true }));
  if (caller?.token !== undefined) services.sessions.forget(caller.token);
  return null;
};

/** Keeps somebody who comes back signed in. Called where every visit of the web app begins. */
export const extendSession = async (call: SessionCall, services: Services): Promise<void> => {
  const { caller, request, reply } = call;
  if (caller.expiresAt === undefined || caller.token === undefined) return;
  if (!isDueForExtension(caller.expiresAt)) return;
  await ask(reply, () => services.auth.api.getSession({ headers: headersOf(request), returnHeaders: true }));
  services.sessions.forget(caller.token);
};

export const getSession: Handler<AuthRoutes['getSession']> = async ({ caller, request, reply }, services) => {
  if (caller?.means !== 'SESSION') return null;
  const found = await ask(reply, () =>
    services.auth.api.getSession({ headers: headersOf(request), returnHeaders: true }),
  );
  if (found === null) return null;
  const user: Me = await services.engine.getMe(caller.userId);
  return { user, expiresAt: found.session.expiresAt.toISOString() };
};

export const changePassword: Handler<AuthRoutes['changePassword']> = async (call, services) => {
  const { body, caller, request, reply } = call;
  requireSession(caller);
  await ask(reply, () =>
    services.auth.api.changePassword({
      body: { ...body, revokeOtherSessions: true },
      headers: headersOf(request),
      returnHeaders: true,
    }),
  );
  services.sessions.forgetUser(caller.userId);
  return services.engine.getMe(caller.userId);
};

export const authHandlers: { readonly [N in keyof AuthRoutes]: Handler<AuthRoutes[N]> } = {
  signUp,
  signIn,
  signOut,
  getSession,
  changePassword,
  secondStep,
  passkeyOptions,
  passkeySignIn,
  startProvider,
  setPassword,
  requestPasswordReset,
  resetPassword,
  sendVerification,
  verifyEmail,
  changeEmail,
};
