import type { Me } from '@mesh-markets/contract';
import type { Call, Handler, Services } from '../api/handler.ts';
import { requireSession } from '../api/readCall.ts';
import { accountOf } from './accountOf.ts';
import { ask, codeOf, headersOf } from './askLibrary.ts';
import type { AuthRoutes } from './authRoutes.ts';
import { isDueForExtension } from './betterAuth.ts';
import { requireLastingMail } from './disposableMail.ts';
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

type SessionCall = Pick<Call<AuthRoutes['changePassword']>, 'caller' | 'request' | 'reply'>;

/** Makes the login; a place of an invitation that was held for it is given back where that does not come about. */
const makeLogin = async (
  { body: { invitation: _, ...account }, request, reply }: Call<AuthRoutes['signUp']>,
  { auth, engine, settings }: Services,
) => {
  const create = () =>
    auth.api.signUpEmail({ body: account, headers: headersOf(request), returnHeaders: true });
  try {
    const { user } = await ask(reply, () =>
      create().catch((error: unknown) => {
        // The library says the same when the same address signs up twice at once; asked again it knows which it is.
        if (codeOf(error) === 'FAILED_TO_CREATE_USER') return create();
        throw error;
      }),
    );
    return user;
  } catch (error) {
    if (settings.signUp === 'invite') await engine.releasePlace(account.email);
    throw error;
  }
};

export const signUp: Handler<AuthRoutes['signUp']> = async (call, services) => {
  const { body, request, reply } = call;
  const { engine, settings, tracer } = services;
  requirePasswords(settings);
  requireLastingMail(body.email, settings, 'email');
  await engine.admit(body);
  const userId = await accountOf(engine, await makeLogin(call, services));
  await tracer.note({ userId, request, reply });
  if (settings.emailVerification !== 'off') await engine.requestVerification(userId);
  return engine.getMe(userId);
};

export const signIn: Handler<AuthRoutes['signIn']> = async ({ body, request, reply }, services) => {
  const { auth, engine, settings, tracer } = services;
  requirePasswords(settings);
  const { email, password, rememberMe = true } = body;
  const answer = await ask(reply, () =>
    auth.api.signInEmail({
      body: { email, password, rememberMe },
      headers: headersOf(request),
      returnHeaders: true,
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
