import { createHash, timingSafeEqual } from 'node:crypto';
import type { IdempotencyKey } from '@mesh-markets/contract';
import { type Command, type Engine, type Identity, Refusal } from '@mesh-markets/engine';
import type { FastifyRequest } from 'fastify';
import { hashApiKey, isApiKey } from './apiKeys.ts';
import type { createSessionReader } from './cookies.ts';
import type { IdentityCache } from './identityCache.ts';

/** Who sends a request, and by which means: an API key may do less than a person at a browser. */
export interface Caller extends Identity {
  readonly means: 'SESSION' | 'API_KEY';
  /** Of a session. */
  readonly token?: string;
}

export interface AuthenticateOptions {
  readonly engine: Pick<Engine, 'findSession' | 'findApiKey' | 'createAccount'>;
  readonly sessions: IdentityCache;
  readonly apiKeys: IdentityCache;
  readonly readSessionToken: ReturnType<typeof createSessionReader>;
  /** Called before the database is asked whose a key or a session is. @throws Refusal RATE_LIMITED */
  readonly countLookUp: (request: FastifyRequest) => void;
}

const bearerOf = (request: FastifyRequest): string | undefined => {
  const { authorization } = request.headers;
  if (authorization === undefined) return undefined;
  const [, secret] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
  if (secret === undefined) {
    throw new Refusal('UNAUTHENTICATED', 'Send the API key as: Authorization: Bearer mm_…');
  }
  return secret;
};

/** What a command tells the engine of who gives it. */
export const commandOf = ({
  caller,
  idempotencyKey,
}: {
  readonly caller: Caller;
  readonly idempotencyKey: IdempotencyKey | undefined;
}): Command => ({
  userId: caller.userId,
  idempotencyKey,
  apiKey: caller.apiKey,
});

/** Compares digests, so that neither content nor length of the right secret shows in the time it takes. */
export const isSameSecret = (given: string, right: string): boolean =>
  timingSafeEqual(createHash('sha256').update(given).digest(), createHash('sha256').update(right).digest());

/** Whether the request carries this very secret as `Authorization: Bearer …`. */
export const hasBearer = (request: FastifyRequest, right: string): boolean => {
  const [, given] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  return given !== undefined && isSameSecret(given, right);
};

/** @throws Refusal UNAUTHENTICATED unless the request carries the cron secret; without one set, always. */
export const requireCronSecret = (request: FastifyRequest, cronSecret: string | undefined): void => {
  if (cronSecret === undefined) {
    throw new Refusal('UNAUTHENTICATED', 'This server has no MARKET_CRON_SECRET, so nobody can call this.');
  }
  if (!hasBearer(request, cronSecret)) {
    throw new Refusal('UNAUTHENTICATED', 'Send the secret as: Authorization: Bearer $MARKET_CRON_SECRET');
  }
};

/**
 * Resolves a request's API key or session cookie. A wrong key is refused even where anyone may call, because its sender
 * believes to be somebody; a stale cookie only makes a visitor of its sender.
 */
export const createAuthenticator = (options: AuthenticateOptions) => {
  const { engine, sessions, apiKeys, readSessionToken, countLookUp } = options;

  const findSession = async (token: string, request: FastifyRequest): Promise<Identity | undefined> => {
    countLookUp(request);
    let found = await engine.findSession(token);
    if (found !== undefined && found.userId === undefined) {
      // The process ended between sign-up and the making of the account.
      await engine.createAccount({ authUserId: found.authUserId, name: found.name });
      found = await engine.findSession(token);
    }
    return found?.userId === undefined ? undefined : found;
  };

  const findApiKey = async (secret: string, request: FastifyRequest): Promise<Identity | undefined> => {
    if (!isApiKey(secret)) return undefined;
    const hash = hashApiKey(secret);
    return apiKeys.getOr(hash.toString('base64'), () => {
      countLookUp(request);
      return engine.findApiKey(hash);
    });
  };

  return async (request: FastifyRequest): Promise<Caller | undefined> => {
    const bearer = bearerOf(request);
    if (bearer !== undefined) {
      const identity = await findApiKey(bearer, request);
      if (identity === undefined) {
        throw new Refusal('UNAUTHENTICATED', 'This API key is unknown, or it was revoked or has expired.');
      }
      return { ...identity, means: 'API_KEY' };
    }
    const token = readSessionToken(request.headers.cookie);
    if (token === undefined) return undefined;
    const session = await sessions.getOr(token, () => findSession(token, request));
    return session && { ...session, means: 'SESSION', token };
  };
};

export type Authenticate = ReturnType<typeof createAuthenticator>;
