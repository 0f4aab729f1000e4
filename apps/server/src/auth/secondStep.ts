import { Refusal } from '@mesh-markets/engine';
import type { FastifyRequest } from 'fastify';
import type { Handler } from '../api/handler.ts';
import { accountOf } from './accountOf.ts';
import { ask, headersOf } from './askLibrary.ts';
import type { AuthRoutes } from './authRoutes.ts';
import { useCode } from './codes.ts';
import { readSessionToken } from './cookies.ts';
import { PENDING_COOKIE } from './sessionMaker.ts';

/** Without the session of whoever was signed in in this browser before: the code is not theirs. */
const headersWithoutSession = (request: FastifyRequest, session: string): Headers => {
  const headers = headersOf(request);
  const cookies = (headers.get('cookie') ?? '')
    .split(';')
    .filter((pair) => !pair.trim().startsWith(`${session}=`));
  headers.set('cookie', cookies.join(';'));
  return headers;
};

export const secondStep: Handler<AuthRoutes['secondStep']> = async ({ body, request, reply }, services) => {
  const { auth, engine, tracer } = services;
  const { authCookies, createAuthCookie, secret } = await auth.$context;
  const pending = readSessionToken(request.headers.cookie, createAuthCookie(PENDING_COOKIE).name, secret);
  const authUserId = pending === undefined ? undefined : await engine.findPendingSignIn(pending);
  if (authUserId === undefined) {
    throw new Refusal('UNAUTHENTICATED', 'This took too long. Sign in again from the start.');
  }
  const { user } = await useCode(services, authUserId, body.code, (code, ofApp) => {
    const given = {
      body: { code, trustDevice: body.trustDevice ?? false },
      headers: headersWithoutSession(request, authCookies.sessionToken.name),
      returnHeaders: true,
    } as const;
    return ofApp
      ? ask(reply, () => auth.api.verifyTOTP(given))
      : ask(reply, () => auth.api.verifyBackupCode(given));
  });
  const userId = await accountOf(engine, user);
  await tracer.note({ userId, request, reply });
  return engine.getMe(userId);
};
