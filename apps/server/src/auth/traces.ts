import { createHmac, randomBytes } from 'node:crypto';
import type { UserId } from '@mesh-markets/contract';
import type { Engine, Traces } from '@mesh-markets/engine';
import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify';
import { addressGroup } from '../http/addressGroup.ts';
import { authCookiePrefix, readCookie } from './cookies.ts';

/** As long as browsers keep a cookie. */
const LASTS_SECONDS = 400 * 24 * 60 * 60;
const HASH_BYTES = 16;

interface Entering {
  readonly userId: UserId;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/**
 * Notes from which browser and network somebody came in, so that admins see which accounts may be one person's. Kept are hashes under a key
 * that is not in the database.
 */
export const createTracer = (
  engine: Pick<Engine, 'noteTraces'>,
  { authSecret, https, log }: { authSecret: string; https: boolean; log: FastifyBaseLogger },
) => {
  const name = `${https ? '__Secure-' : ''}${authCookiePrefix}.device`;
  const key = createHmac('sha256', authSecret).update('traces').digest();
  const hashOf = (text: string): Buffer =>
    createHmac('sha256', key).update(text).digest().subarray(0, HASH_BYTES);

  /** The browser's own mark, made now where it has none. It says who nobody is, and signs nobody in. */
  const markOf = (request: FastifyRequest, reply: FastifyReply): string => {
    const known = readCookie(request.headers.cookie ?? '', name);
    const mark =
      known !== undefined && /^[\w-]{22}$/.test(known) ? known : randomBytes(16).toString('base64url');
    const secure = https ? '; Secure' : '';
    reply.header(
      'set-cookie',
      `${name}=${mark}; Max-Age=${LASTS_SECONDS}; Path=/api/auth; HttpOnly; SameSite=Lax${secure}`,
    );
    return mark;
  };

  const read = (request: FastifyRequest, reply: FastifyReply): Traces => ({
    device: hashOf(`device ${markOf(request, reply)}`),
    network: hashOf(`network ${addressGroup(request.ip)}`),
  });

  /** Nobody is kept out because this could not be noted. */
  const keep = (userId: UserId, traces: Traces): Promise<void> =>
    engine
      .noteTraces(userId, traces)
      .catch((error: unknown) => log.warn({ err: error }, 'a sign-in left no trace'));

  return {
    read,
    keep,
    note: ({ userId, request, reply }: Entering): Promise<void> => keep(userId, read(request, reply)),
  };
};

export type Tracer = ReturnType<typeof createTracer>;
