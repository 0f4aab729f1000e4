import { Refusal } from '@mesh-markets/engine';
import { isAPIError } from 'better-auth/api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InvalidRequest } from '../http/httpErrors.ts';
import { networkOf } from './network.ts';

interface LibraryAnswer<Response> {
  readonly headers: Headers;
  readonly response: Response;
}

/** What our own hooks throw inside the library: the refusal it stands for is in its body. */
export const REFUSED = 'REFUSED_BY_THE_ENGINE';

const bodyOf = (error: unknown): { code?: string; message?: string; refusal?: Refusal } | undefined =>
  isAPIError(error) ? error.body : undefined;

export const codeOf = (error: unknown): string | undefined => bodyOf(error)?.code;

const password = (path: string, message: string): InvalidRequest => new InvalidRequest([{ path, message }]);

/** The auth library's refusals in our words; what is not a refusal passes through and is logged as a fault. */
const translate = (error: unknown): unknown => {
  switch (codeOf(error)) {
    case 'USER_ALREADY_EXISTS':
    case 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL':
      return new InvalidRequest([
        { path: 'email', message: 'There is already an account with this address. Sign in instead.' },
      ]);
    case 'INVALID_PASSWORD':
      return password('currentPassword', 'Is not your password.');
    case 'PASSWORD_TOO_SHORT':
      return password('newPassword', 'Must be at least 10 characters.');
    case 'PASSWORD_TOO_LONG':
      return password('newPassword', 'Must be at most 128 characters.');
    case 'CREDENTIAL_ACCOUNT_NOT_FOUND':
      return new Refusal('FORBIDDEN', 'Your account has no password yet. Set one first.');
    case 'INVALID_TOKEN':
    case 'USER_NOT_FOUND':
      return new Refusal('LINK_INVALID');
    case 'UNAUTHORIZED':
    case 'SESSION_EXPIRED':
      return new Refusal('UNAUTHENTICATED');
    // Two requests at once: the other one was confirmed meanwhile.
    case 'TOTP_ALREADY_ENABLED':
      return new Refusal('ALREADY_ON', 'Codes are on already. Turn them off first to use another app.');
    case REFUSED:
      return bodyOf(error)?.refusal;
    default:
      // Its other refusals cannot be met through our routes, so their status would mislead.
      return isAPIError(error) ? new Error('the auth library refused', { cause: error }) : error;
  }
};

/** Calls the library and passes its cookies on. */
export const ask = async <Response>(
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

/** What the library may know of a request; of the address only the network, which it keeps with the session. */
export const headersOf = (request: FastifyRequest): Headers => {
  const headers = new Headers({ 'x-client-address': networkOf(request.ip) });
  const { cookie, 'user-agent': userAgent } = request.headers;
  if (cookie !== undefined) headers.set('cookie', cookie);
  if (userAgent !== undefined) headers.set('user-agent', userAgent.slice(0, 200));
  return headers;
};
