import { type openPool, Refusal } from '@mesh-markets/engine';
import { betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import type { FastifyBaseLogger } from 'fastify';
import { REFUSED } from './askLibrary.ts';
import { codesOfApps } from './codeSettings.ts';
import { hostCookiePrefix } from './cookies.ts';
import { sessionMaker } from './sessionMaker.ts';

/** Seconds a session lasts after its last extension, and how much of that has to pass before the next. */
const LASTS = 30 * 24 * 60 * 60;
const EXTENDED_AFTER = 24 * 60 * 60;

/** Whether the library would extend this session, so that it need not be asked every time. */
export const isDueForExtension = (expiresAt: Date, now = Date.now()): boolean =>
  expiresAt.getTime() - now <= (LASTS - EXTENDED_AFTER) * 1000;

export interface AuthOptions {
  readonly pool: Awaited<ReturnType<typeof openPool>>;
  readonly secret: string;
  /** Origin people use; decides whether cookies are Secure. */
  readonly baseUrl: string;
  readonly log: FastifyBaseLogger;
  /** What an authenticator app shows beside its codes. */
  readonly issuer: string;
  /** Whether nobody comes in by a password before they have confirmed their address. Then no sign-up says whether the address was taken. */
  readonly confirmsFirst: boolean;
  /** Whether an account may be made for an address, by whatever way somebody comes. @throws Refusal */
  readonly admit: (email: string) => Promise<void>;
}

/** The tables and columns of migrations/0001-auth.sql. */
const tables = {
  user: {
    modelName: 'auth_user',
    fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
  },
  session: {
    modelName: 'auth_session',
    fields: {
      userId: 'user_id',
      expiresAt: 'expires_at',
      ipAddress: 'ip_address',
      userAgent: 'user_agent',
      createdAt: 'created_at',
      updatedAt: 'updated_at',
    },
  },
  account: {
    modelName: 'auth_credential',
    fields: {
      userId: 'user_id',
      providerId: 'provider_id',
      accountId: 'account_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
      createdAt: 'created_at',
      updatedAt: 'updated_at',
    },
  },
  verification: {
    modelName: 'auth_verification',
    fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
  },
} as const;

/** The library passes on errors of its own kind alone. */
const refuseUnless = async (admitting: Promise<void>): Promise<void> => {
  try {
    await admitting;
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    throw new APIError('FORBIDDEN', { code: REFUSED, message: refusal.message, refusal });
  }
};

const isHttps = (baseUrl: string): boolean => baseUrl.startsWith('https:');

/**
 * Passwords and sessions. Only its functions are called, from our own routes: the routes bring the limits, the same-origin
 * check and the error shape that all our routes have, so the library's own are off.
 */
export const createAuth = ({ pool, secret, baseUrl, log, issuer, confirmsFirst, admit }: AuthOptions) =>
  betterAuth({
    baseURL: baseUrl,
    basePath: '/api/auth',
    secret,
    database: pool,
    ...tables,
    session: { ...tables.session, expiresIn: LASTS, updateAge: EXTENDED_AFTER },
    // Links are known by their hashes, as the engine writes them.
    verification: { ...tables.verification, storeIdentifier: 'hashed' },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 10,
      maxPasswordLength: 128,
      revokeSessionsOnPasswordReset: true,
      requireEmailVerification: confirmsFirst,
    },
    databaseHooks: { user: { create: { before: async ({ email }) => refuseUnless(admit(email)) } } },
    plugins: [codesOfApps(issuer), sessionMaker()],
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: {
      level: 'warn',
      log: (level, message, ...details) => log[level === 'error' ? 'error' : 'warn']({ details }, message),
    },
    advanced: {
      // One statement for a person and their password: a second one would say by its time that the address is known.
      database: { joins: true },
      cookiePrefix: hostCookiePrefix(isHttps(baseUrl)),
      // It would put a weaker prefix before ours.
      useSecureCookies: false,
      defaultCookieAttributes: { secure: isHttps(baseUrl) },
      // Ours, http/sameOrigin.ts, guards every write of the server alike.
      disableCSRFCheck: true,
      disableOriginCheck: true,
      ipAddress: { ipAddressHeaders: ['x-client-address'] },
    },
  });

export type Auth = ReturnType<typeof createAuth>;
