import type { Me, UserId } from '@mesh-markets/contract';
import { type Engine, Refusal } from '@mesh-markets/engine';
import { isAPIError } from 'better-auth/api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Call, Handler, Services } from '../api/handler.ts';
import { requireSession } from '../api/readCall.ts';
import { addressGroup } from '../http/addressGroup.ts';
import { InvalidRequest } from '../http/httpErrors.ts';
import type { AuthRoutes } from './authRoutes.ts';
import { isDueForExtension } from './betterAuth.ts';

type SessionCall = Pick<Call<AuthRoutes['changePassword']>, 'caller' | 'request' | 'reply'>;

interface LibraryAnswer<Response> {
  readonly headers: Headers;
  readonly response: Response;
}

const codeOf = (error: unknown): string | undefined =>
  isAPIError(error) ? (error.body as { code?: string } | undefined)?.code : undefined;

/** The auth library's refusals in our words; what is not a refusal passes through and is logged as a fault. */
const translate = (error: unknown): unknown => {
  switch (codeOf(error)) {
    case 'USER_ALREADY_EXISTS':
    case 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL':
      return new InvalidRequest([
        { path: 'email', message: 'There is already an account with this address. Sign in instead.' },
      ]);
    case 'INVALID_EMAIL_OR_PASSWORD':
      return new Refusal('UNAUTHENTICATED', 'The e-mail address or the password is wrong.');
    case 'INVALID_PASSWORD':
      return new InvalidRequest([{ path: 'currentPassword', message: 'Is not your password.' }]);
    case 'UNAUTHORIZED':
    case 'SESSION_EXPIRED':
      return new Refusal('UNAUTHENTICATED');
    default:
      // Its other refusals cannot be met through our routes, so their status would mislead.
      return isAPIError(error) ? new Error('the auth library refused', { cause: error }) : error;
  }
};

/** Calls the library and passes its cookies on. */
const ask = async <Response>(
  reply: FastifyReply,
  call: () => Promise<LibraryAnswer<Response>>,
): Promise<Response> => {
  try {
    const { headers, response } = await call();
    for (const cookie of headers.getSetCookie()) reply.header('set-cookie', cookie);
    return response;
  } catch (error) {
    throw translate(error);
  }
};

const headersOf = (request: FastifyRequest): Headers => {
  const headers = new Headers();
  const { cookie, 'user-agent': userAgent } = request.headers;
  if (cookie !== undefined) headers.set('cookie', cookie);
  if (userAgent !== undefined) headers.set('user-agent', userAgent.slice(0, 200));
  return headers;
};

/** The account of somebody who just proved who they are; made here if that did not happen at sign-up. */
const accountOf = async (engine: Engine, person: { id: string; name: string }): Promise<UserId> => {
  const account = await engine.findAccount(person.id);
  return (account ?? (await engine.createAccount({ authUserId: person.id, name: person.name }))).userId;
};

export const signUp: Handler<AuthRoutes['signUp']> = async ({ body, request, reply }, services) => {
  const { auth, engine, signInLimit } = services;
  signInLimit.take(addressGroup(request.ip));
  const create = () => auth.api.signUpEmail({ body, headers: headersOf(request), returnHeaders: true });
  const { user } = await ask(reply, () =>
    create().catch((error: unknown) => {
      // The library says the same when the same address signs up twice at once; asked again it knows which it is.
      if (codeOf(error) === 'FAILED_TO_CREATE_USER') return create();
      throw error;
    }),
  );
  return engine.getMe(await accountOf(engine, user));
};

export const signIn: Handler<AuthRoutes['signIn']> = async ({ body, request, reply }, services) => {
  const { auth, engine, signInLimit } = services;
  signInLimit.take(addressGroup(request.ip));
  // And per address of the account, against a guesser with many machines.
  signInLimit.take(body.email.toLowerCase());
  const { email, password, rememberMe = true } = body;
  const { user } = await ask(reply, () =>
    auth.api.signInEmail({
      body: { email, password, rememberMe },
      headers: headersOf(request),
      returnHeaders: true,
    }),
  );
  return engine.getMe(await accountOf(engine, user));
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
  services.signInLimit.take(`user ${caller.userId}`);
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
};
