import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Services } from '../api/handler.ts';
import type { Caller } from './authenticate.ts';
import { readCookie, signCookie } from './cookies.ts';

/**
 * Gives the session of a request a new secret, and its browser the cookie: what somebody had of it before is worth nothing. Call it when the
 * person may do more than before: a new role, a new password, a second factor.
 */
export const rotateSession = async (
  { caller, request, reply }: { caller: Caller; request: FastifyRequest; reply: FastifyReply },
  { auth, engine, sessions }: Pick<Services, 'auth' | 'engine' | 'sessions'>,
): Promise<void> => {
  if (caller.token === undefined) return;
  const fresh = await engine.rotateSession(caller.token);
  sessions.forget(caller.token);
  if (fresh === undefined) return;
  const { authCookies, secret } = await auth.$context;
  const { name, attributes } = authCookies.sessionToken;
  const passing = readCookie(request.headers.cookie ?? '', authCookies.dontRememberToken.name) !== undefined;
  const seconds = Math.floor((fresh.expiresAt.getTime() - Date.now()) / 1000);
  const parts = [
    `${name}=${signCookie(fresh.token, secret)}`,
    ...(passing ? [] : [`Max-Age=${seconds}`]),
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    ...(attributes.secure === true ? ['Secure'] : []),
  ];
  reply.header('set-cookie', parts.join('; '));
};
