import { Refusal } from '@mesh-markets/engine';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Services } from '../api/handler.ts';
import { requireSession } from '../api/readCall.ts';
import { InvalidRequest } from '../http/httpErrors.ts';
import { codeOf, headersOf } from './askLibrary.ts';
import type { Caller } from './authenticate.ts';

/** For so long after signing in nobody is asked to do it again. */
const RECENT_MS = 15 * 60_000;

/** Somebody at a browser, with what the auth library calls them. */
export type Person = Caller & { readonly authUserId: string; readonly token: string };

export interface PersonalCall {
  readonly caller: Caller;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** @throws Refusal FORBIDDEN for an API key */
export const personOf = (caller: Caller): Person => {
  requireSession(caller);
  const { authUserId, token } = caller;
  if (authUserId === undefined || token === undefined) throw new Error('a session of nobody');
  return { ...caller, authUserId, token };
};

export const isRecent = ({ signedInAt }: Caller): boolean =>
  signedInAt !== undefined && Date.now() - signedInAt.getTime() < RECENT_MS;

/** @throws InvalidRequest when it is another one */
export const requirePassword = async (
  { request }: PersonalCall,
  { auth }: Services,
  password: string | undefined,
): Promise<void> => {
  const wrong = (message: string) => new InvalidRequest([{ path: 'password', message }]);
  if (password === undefined) throw wrong('Type your password.');
  try {
    await auth.api.verifyPassword({ body: { password }, headers: headersOf(request) });
  } catch (error) {
    if (codeOf(error) === 'INVALID_PASSWORD') throw wrong('Is not your password.');
    throw error;
  }
};

/**
 * What changes how somebody signs in takes a sign-in of just now, or the password again: a browser left open is not enough.
 * @throws Refusal SIGN_IN_AGAIN, InvalidRequest
 */
export const requireRecent = async (
  call: PersonalCall,
  services: Services,
  password?: string,
): Promise<void> => {
  if (isRecent(call.caller)) return;
  if (password === undefined) throw new Refusal('SIGN_IN_AGAIN');
  await requirePassword(call, services, password);
};
