import { createHook } from 'node:async_hooks';
import { signIns, statementsDuring } from '@mesh-markets/engine/testing';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type MailServer, startMailServer } from './fixtures/mailServer.ts';
import { linkIn, mailSettings } from './fixtures/mailSettings.ts';
import { type Answer, cookieOf, password, startTestServer, type TestServer } from './fixtures/testServer.ts';

/** Nobody learns who has an account: not by what is answered, and not by what is done before it is. */

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const begin = async (
  more: Record<string, string> = {},
): Promise<{ mail: MailServer; server: TestServer }> => {
  const mail = await startMailServer();
  ends.push(() => mail.close());
  const server = await startTestServer(mailSettings(mail.port, { EMAIL_VERIFICATION: 'required', ...more }));
  ends.push(() => server.end());
  return { mail, server };
};

const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 15_000, interval: 50 });

const join = (server: TestServer, email: string, secret = password): Promise<Answer> =>
  server.send('/api/auth/sign-up/email', { body: { name: 'Guest', email, password: secret } });

const signIn = (server: TestServer, email: string, secret = password): Promise<Answer> =>
  server.send('/api/auth/sign-in/email', { body: { email, password: secret } });

const ask = (server: TestServer, email: string): Promise<Answer> =>
  server.send('/api/auth/request-password-reset', { body: { email } });

const nthMail = async (mail: MailServer, address: string, nth: number) => {
  await eventually(() => expect(mail.to(address)).toHaveLength(nth));
  return mail.to(address)[nth - 1]!;
};

/** Somebody who has opened the link. */
const member = async (server: TestServer, mail: MailServer, email: string): Promise<void> => {
  await join(server, email);
  const token = linkIn(await nthMail(mail, email, 1), '/verify-email');
  expect((await server.send('/api/auth/verify-email', { body: { token } })).status).toBe(200);
};

/** All of an answer that a stranger could compare. */
const seen = ({ status, body, headers }: Answer) => ({
  status,
  body,
  headers: [...headers.keys()].filter((name) => !name.startsWith('ratelimit')).sort(),
  cookies: headers.getSetCookie().map((cookie) => cookie.replace(/=[^;]*/, '=')),
});

/** How many passwords are hashed, or compared with a hash, while `work` is done. */
const hashesDuring = async (work: () => Promise<unknown>): Promise<number> => {
  let count = 0;
  const hook = createHook({
    init: (_id, type) => {
      if (type === 'SCRYPTREQUEST') count += 1;
    },
  }).enable();
  try {
    await work();
  } finally {
    hook.disable();
  }
  return count;
};

describe('signing up', () => {
  test('says the same whether the address has an account or not, and its mailbox says which', async () => {
    const { mail, server } = await begin();
    await member(server, mail, 'ana@example.org');
    const taken = await join(server, 'Ana@Example.org');
    const free = await join(server, 'ben@example.org');
    expect(taken).toMatchObject({ status: 201, body: { inMail: true } });
    expect(seen(taken)).toEqual(seen(free));
    const told = await nthMail(mail, 'ana@example.org', 2);
    expect(told.subject).toBe('You have an account on Mesh Markets already');
    expect(told.text).toContain('http://markets.example.org/forgot-password');
    expect((await nthMail(mail, 'ben@example.org', 1)).subject).toBe(
      'Confirm your e-mail address for Mesh Markets',
    );
    expect((await server.engine.findUsers('guest')).users).toHaveLength(2);
    expect((await signIn(server, 'ana@example.org')).status).toBe(200);
  });

  test('is answered before anybody looks at who has an account', async () => {
    const { mail, server } = await begin();
    await member(server, mail, 'ana@example.org');
    const release = await signIns.holdLogins(server.database.pool);
    try {
      expect(seen(await join(server, 'ana@example.org'))).toEqual(
        seen(await join(server, 'ben@example.org')),
      );
      expect(seen(await ask(server, 'ana@example.org'))).toEqual(seen(await ask(server, 'ben@example.org')));
    } finally {
      await release();
    }
    await nthMail(mail, 'ben@example.org', 1);
  });

  test('hashes one password either way', async () => {
    const { mail, server } = await begin();
    await member(server, mail, 'ana@example.org');
    const taken = await hashesDuring(async () => {
      await join(server, 'ana@example.org');
      await nthMail(mail, 'ana@example.org', 2);
    });
    const free = await hashesDuring(async () => {
      await join(server, 'ben@example.org');
      await nthMail(mail, 'ben@example.org', 1);
    });
    expect([taken, free]).toEqual([1, 1]);
  });

  test('with a taken address is told to its owner once an hour, and leaves room for the mails they ask for', async () => {
    const { mail, server } = await begin();
    await member(server, mail, 'ana@example.org');
    for (let i = 0; i < 6; i += 1) await join(server, 'ana@example.org', `horse battery ${i}`);
    await nthMail(mail, 'ana@example.org', 2);
    await ask(server, 'ana@example.org');
    const link = linkIn(await nthMail(mail, 'ana@example.org', 3), '/reset-password');
    expect(link).not.toBe('');
    expect(mail.to('ana@example.org').filter(({ subject }) => subject?.includes('already'))).toHaveLength(1);
  });

  test('and signing in with the same password does not say it either', async () => {
    const { mail, server } = await begin();
    await member(server, mail, 'ana@example.org');
    const guess = 'a guess of somebody else';
    await join(server, 'ana@example.org', guess);
    await join(server, 'ben@example.org', guess);
    await nthMail(mail, 'ben@example.org', 1);
    const known = await signIn(server, 'ana@example.org', guess);
    expect(known).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
    expect(seen(await signIn(server, 'ben@example.org', guess))).toEqual({
      ...seen(known),
      body: { ...known.body, requestId: expect.anything() },
    });
  });

  test('of an address somebody else took first ends with the link to a new password, which confirms it', async () => {
    const { mail, server } = await begin();
    await join(server, 'ana@example.org', 'the password of a stranger');
    await nthMail(mail, 'ana@example.org', 1);
    await ask(server, 'ana@example.org');
    const token = linkIn(await nthMail(mail, 'ana@example.org', 2), '/reset-password');
    const body = { token, newPassword: password };
    expect((await server.send('/api/auth/reset-password', { body })).status).toBe(204);
    expect((await signIn(server, 'ana@example.org', 'the password of a stranger')).status).toBe(401);
    const entered = await signIn(server, 'ana@example.org');
    expect(entered).toMatchObject({ status: 200, body: { emailVerified: true, balance: 10_000 } });
    const ana = { headers: { cookie: cookieOf(entered) } };
    expect((await server.send('/api/posts', { as: ana, body: { body: 'Hello.' } })).status).toBe(201);
    expect((await server.engine.audit()).clean).toBe(true);
  });

  test('by a link made at the command line confirms nothing', async () => {
    const { mail, server } = await begin();
    await join(server, 'ana@example.org');
    await nthMail(mail, 'ana@example.org', 1);
    const { token } = await server.engine.makeResetLink('ana@example.org');
    const body = { token, newPassword: 'another horse battery' };
    expect((await server.send('/api/auth/reset-password', { body })).status).toBe(204);
    expect((await signIn(server, 'ana@example.org', 'another horse battery')).status).toBe(401);
  });

  test('by invitation gives the place back where the address is taken', async () => {
    const { mail, server } = await begin({ SIGN_UP: 'invite' });
    const { token } = await server.engine.createInvitation({ uses: 2, days: 7 });
    const come = (email: string) =>
      server.send('/api/auth/sign-up/email', { body: { name: 'Guest', email, password, invitation: token } });
    expect((await come('ana@example.org')).status).toBe(201);
    await nthMail(mail, 'ana@example.org', 1);
    const second = await server.engine.createInvitation({ uses: 1, days: 7 });
    const again = await server.send('/api/auth/sign-up/email', {
      body: { name: 'Guest', email: 'ana@example.org', password, invitation: second.token },
    });
    expect(again).toMatchObject({ status: 201, body: { inMail: true } });
    await nthMail(mail, 'ana@example.org', 2);
    expect((await come('ben@example.org')).status).toBe(201);
    await nthMail(mail, 'ben@example.org', 1);
  });
});

describe('signing in', () => {
  test('does the same for an address that nobody has as for a wrong password', async () => {
    const { mail, server } = await begin();
    await member(server, mail, 'ana@example.org');
    await join(server, 'new@example.org');
    await nthMail(mail, 'new@example.org', 1);
    const attempt = async (email: string, secret: string) => {
      let hashes = 0;
      const statements = await statementsDuring(async () => {
        hashes = await hashesDuring(() => signIn(server, email, secret));
      });
      // The library's, which quotes its names; jobs go on beside it.
      return { hashes, statements: statements.filter((text) => text.includes('"auth_')) };
    };
    const wrong = await attempt('ana@example.org', 'not the right one');
    expect(wrong.hashes).toBe(1);
    expect(wrong.statements).not.toEqual([]);
    expect(await attempt('nobody@example.org', 'not the right one')).toEqual(wrong);
    expect(await attempt('new@example.org', password)).toEqual(wrong);
  });
});

describe('changing to an address', () => {
  test('that another account has is answered like any, and changes nothing', async () => {
    const { mail, server } = await begin();
    await member(server, mail, 'ana@example.org');
    await member(server, mail, 'ben@example.org');
    const as = { headers: { cookie: cookieOf(await signIn(server, 'ben@example.org')) } };
    const change = (newEmail: string) =>
      server.send('/api/auth/change-email', { as, body: { newEmail, currentPassword: password } });
    const taken = await change('ana@example.org');
    const free = await change('fresh@example.org');
    expect(taken.status).toBe(204);
    expect(seen(taken)).toEqual(seen(free));
    await nthMail(mail, 'fresh@example.org', 1);
    expect(mail.to('ana@example.org')).toHaveLength(1);
  });
});

describe('a passkey', () => {
  test('is asked for without naming anybody, so the question says nothing of them', async () => {
    const { server } = await begin();
    const options = await server.send('/api/auth/passkey/options', { body: {} });
    expect(options.body.allowCredentials ?? []).toEqual([]);
    const named = await server.send('/api/auth/passkey/options', { body: { email: 'ana@example.org' } });
    expect(named.status).toBe(400);
  });
});
