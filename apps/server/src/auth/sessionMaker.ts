import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { z } from 'zod';

/** Between the password and the code, as the library's own second step names and times it. */
export const PENDING_COOKIE = 'two_factor';
const PENDING_SECONDS = 600;

/**
 * The library's own ways in are passwords. This lets our routes begin a session for somebody who proved who they are otherwise, and lets them
 * ask for a code first. Never reached by an address: the functions are called by our code alone.
 */
export const sessionMaker = () => ({
  id: 'session-maker' as const,
  endpoints: {
    beginSession: createAuthEndpoint.serverOnly(
      { method: 'POST', body: z.object({ userId: z.string(), replaces: z.string().optional() }) },
      async (ctx) => {
        const { internalAdapter, authCookies, secret } = ctx.context;
        const user = await internalAdapter.findUserById(ctx.body.userId);
        if (user === null) throw new Error('a session for nobody');
        const { replaces } = ctx.body;
        const passing =
          replaces !== undefined &&
          Boolean(await ctx.getSignedCookie(authCookies.dontRememberToken.name, secret));
        const session = await internalAdapter.createSession(user.id, passing);
        await setSessionCookie(ctx, { session, user }, passing);
        if (replaces !== undefined) await internalAdapter.deleteSession(replaces);
        return ctx.json({ token: session.token, user: { id: user.id, name: user.name } });
      },
    ),
    /** What follows a right password where codes are on, for somebody who came by another way. */
    beginSecondStep: createAuthEndpoint.serverOnly(
      { method: 'POST', body: z.object({ userId: z.string() }) },
      async (ctx) => {
        const { internalAdapter, createAuthCookie, secret } = ctx.context;
        const cookie = createAuthCookie(PENDING_COOKIE, { maxAge: PENDING_SECONDS });
        const identifier = `2fa-${crypto.randomUUID()}`;
        const expiresAt = new Date(Date.now() + PENDING_SECONDS * 1000);
        await internalAdapter.createVerificationValue({ value: ctx.body.userId, identifier, expiresAt });
        const attempts = { value: '0', identifier: `2fa-attempts-${identifier}`, expiresAt };
        await internalAdapter.createVerificationValue(attempts);
        await ctx.setSignedCookie(cookie.name, identifier, secret, cookie.attributes);
        return ctx.json({});
      },
    ),
  },
});
