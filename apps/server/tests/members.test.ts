import { ageSessions, forgetPassword, signIns } from '@mesh-markets/engine/testing';
import { quickAddJob } from 'graphile-worker';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type MailServer, startMailServer } from './fixtures/mailServer.ts';
import { linkIn, mailSettings } from './fixtures/mailSettings.ts';
import {
  type Answer,
  cookieOf,
  type Person,
  password,
  send,
  signUp,
  startOn,
  startTestServer,
  type TestServer,
} from './fixtures/testServer.ts';

/** Coming in: confirmed addresses, invitations, sessions, and what admins are told of accounts. */

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const start = async (more: Record<string, string> = {}): Promise<TestServer> => {
  const server = await startTestServer(more);
  ends.push(() => server.end());
  return server;
};

const startWithMail = async (
  more: Record<string, string> = {},
): Promise<{ mail: MailServer; server: TestServer }> => {
  const mail = await startMailServer();
  ends.push(() => mail.close());
  return { mail, server: await start(mailSettings(mail.port, more)) };
};

const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 15_000, interval: 50 });

const join = (server: TestServer, email: string, more: Record<string, string> = {}): Promise<Answer> =>
  server.send('/api/auth/sign-up/email', { body: { name: 'Guest', email, password, ...more } });

const signIn = (server: TestServer, email: string, headers: Record<string, string> = {}): Promise<Answer> =>
  server.send('/api/auth/sign-in/email', { body: { email, password }, headers });

const makeAdmin = async (server: TestServer, name = 'Boss') => {
  const boss = await signUp(server, name);
  await server.engine.grantAdmin({ userId: boss.me.id });
  return boss;
};

describe('an address', () => {
  test('is confirmed by the mail of the sign-up, and the credits come with it where it is required', async () => {
    const { mail, server } = await startWithMail({ EMAIL_VERIFICATION: 'required' });
    const email = 'ana@example.org';
    expect(await join(server, email)).toMatchObject({ status: 201, body: { inMail: true } });
    await eventually(() => expect(mail.to(email)).toHaveLength(1));
    expect((await signIn(server, email)).status).toBe(401);
    const [letter] = mail.to(email);
    expect(letter!.subject).toBe('Confirm your e-mail address for Mesh Markets');
    const body = { token: linkIn(letter!, '/verify-email') };
    expect(await server.send('/api/auth/verify-email', { body })).toMatchObject({
      status: 200,
      body: { email, granted: 10_000 },
    });
    const entered = await signIn(server, email);
    expect(entered.body).toMatchObject({ balance: 10_000, emailVerified: true });
    const ana = { headers: { cookie: cookieOf(entered) } };
    expect((await server.send('/api/posts', { as: ana, body: { body: 'Hello.' } })).status).toBe(201);
    expect(await server.send('/api/auth/verify-email', { body })).toMatchObject({ status: 410 });
    expect((await server.engine.audit()).clean).toBe(true);
  });

  test('that was never confirmed holds no credits back once that is required no more', async () => {
    const { mail, server } = await startWithMail({ EMAIL_VERIFICATION: 'required' });
    const email = 'ana@example.org';
    await join(server, email);
    await eventually(() => expect(mail.to(email)).toHaveLength(1));
    expect((await signIn(server, email)).status).toBe(401);
    const relaxed = await startOn(
      server.database,
      mailSettings(mail.port, { EMAIL_VERIFICATION: 'optional' }),
    );
    ends.push(() => relaxed.close());
    const body = { email, password };
    expect(await send(`${relaxed.url}/api/auth/sign-in/email`, { body })).toMatchObject({
      status: 200,
      body: { balance: 10_000, emailVerified: false },
    });
  });

  test('that was never confirmed keeps who signed up before from posting, once it is required', async () => {
    const { mail, server } = await startWithMail();
    const ana = await signUp(server, 'Ana');
    const strict = await startOn(
      server.database,
      mailSettings(mail.port, { EMAIL_VERIFICATION: 'required' }),
    );
    ends.push(() => strict.close());
    const post = () => send(`${strict.url}/api/posts`, { as: ana, body: { body: 'Hello.' } });
    expect(await post()).toMatchObject({ status: 403, body: { code: 'EMAIL_UNVERIFIED' } });
    await eventually(() => expect(mail.to(ana.email)).toHaveLength(1));
    const body = { token: linkIn(mail.to(ana.email)[0]!, '/verify-email') };
    expect((await send(`${strict.url}/api/auth/verify-email`, { body })).status).toBe(200);
    expect((await post()).status).toBe(201);
  });

  test('is changed by whoever has the password and the new mailbox', async () => {
    const { mail, server } = await startWithMail();
    const ana = await signUp(server, 'Ana');
    const change = (currentPassword: string) =>
      server.send('/api/auth/change-email', {
        as: ana,
        body: { newEmail: 'Fresh@example.org', currentPassword },
      });
    expect(await change('wrong horse battery')).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'currentPassword' }] },
    });
    expect((await change(password)).status).toBe(204);
    await eventually(() => expect(mail.to('fresh@example.org')).toHaveLength(1));
    const token = linkIn(mail.to('fresh@example.org')[0]!, '/verify-email');
    expect((await server.send('/api/auth/verify-email', { body: { token } })).status).toBe(200);
    expect((await signIn(server, 'fresh@example.org')).status).toBe(200);
    expect((await signIn(server, ana.email)).status).toBe(401);
    await eventually(() =>
      expect(mail.to(ana.email).map(({ subject }) => subject)).toContain(
        'Your e-mail address on Mesh Markets was changed',
      ),
    );
  });

  test('is changed without a password by somebody who has none, just after signing in', async () => {
    const { mail, server } = await startWithMail();
    const change = (as: Person, more: object = {}) =>
      server.send('/api/auth/change-email', { as, body: { newEmail: 'fresh@example.org', ...more } });
    const ana = await signUp(server, 'Ana');
    expect(await change(ana)).toMatchObject({ status: 400, body: { errors: [{ path: 'currentPassword' }] } });
    await forgetPassword(server.database.pool, ana.me.id);
    expect((await change(ana)).status).toBe(204);
    await eventually(() => expect(mail.to('fresh@example.org')).toHaveLength(1));
    const body = { token: linkIn(mail.to('fresh@example.org')[0]!, '/verify-email') };
    expect((await server.send('/api/auth/verify-email', { body })).status).toBe(200);
    await eventually(() =>
      expect(mail.to(ana.email).map(({ subject }) => subject)).toContain(
        'Your e-mail address on Mesh Markets was changed',
      ),
    );
    const ben = await signUp(server, 'Ben');
    await forgetPassword(server.database.pool, ben.me.id);
    // Before anybody asks for anything, so that no server remembers otherwise.
    await ageSessions(server.database.pool);
    const late = { status: 403, body: { code: 'SIGN_IN_AGAIN' } };
    expect(await change(ben)).toMatchObject(late);
    expect(await change(ben, { currentPassword: password })).toMatchObject(late);
  });

  test('is asked about again on demand, and by nobody where no mail is sent', async () => {
    const { mail, server } = await startWithMail();
    const ana = await signUp(server, 'Ana');
    await eventually(() => expect(mail.to(ana.email)).toHaveLength(1));
    expect((await server.send('/api/auth/send-verification-email', { as: ana, body: {} })).status).toBe(204);
    await eventually(() => expect(mail.to(ana.email)).toHaveLength(2));
    const silent = await start();
    expect((await silent.send('/api/instance')).body).toMatchObject({
      emailVerification: 'off',
      sendsMail: false,
      signUp: 'open',
    });
  });

  test('of a throw-away mailbox is told to admins, or refused where the operator says so', async () => {
    const server = await start();
    const boss = await makeAdmin(server);
    await join(server, 'somebody@mailinator.com');
    const { body } = await server.send('/api/admin/people?query=guest', { as: boss });
    expect(body.people[0].signals).toContainEqual({ kind: 'DISPOSABLE_MAIL', domain: 'mailinator.com' });
    const strict = await start({ BLOCK_DISPOSABLE_MAIL: '1' });
    for (const email of ['somebody@mailinator.com', 'somebody@sub.mailinator.com']) {
      expect(await join(strict, email)).toMatchObject({ status: 400, body: { errors: [{ path: 'email' }] } });
    }
    expect((await join(strict, 'somebody@example.org')).status).toBe(201);
  });
});

describe('where people join by invitation', () => {
  test('twenty sign-ups at once by an invitation for one make one account', async () => {
    const server = await start({ SIGN_UP: 'invite' });
    const { token } = await server.engine.createInvitation({ uses: 1, days: 7 });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => join(server, `guest${i}@example.org`, { invitation: token })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([
      201,
      ...Array.from({ length: 19 }, () => 410),
    ]);
    const boss = { headers: { cookie: cookieOf(answers.find(({ status }) => status === 201)!) } };
    expect((await server.send('/api/admin/invitations', { as: boss })).status).toBe(403);
    expect((await server.engine.findUsers('guest')).users).toHaveLength(1);
  });

  test('nobody comes in without one, and a sign-up that fails leaves its place', async () => {
    const server = await start({ SIGN_UP: 'invite' });
    expect(await join(server, 'ana@example.org')).toMatchObject({
      status: 403,
      body: { code: 'SIGN_UP_CLOSED' },
    });
    const first = await server.engine.createInvitation({ uses: 1, days: 7 });
    expect((await join(server, 'ana@example.org', { invitation: first.token })).status).toBe(201);
    const second = await server.engine.createInvitation({ uses: 1, days: 7 });
    expect(await join(server, 'ana@example.org', { invitation: second.token })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'email' }] },
    });
    expect((await join(server, 'ben@example.org', { invitation: second.token })).status).toBe(201);
  });

  test('an admin invites, sees who came, and revokes', async () => {
    const server = await start({ SIGN_UP: 'invite' });
    const key = await server.engine.createInvitation({ uses: 1, days: 7 });
    const answer = await join(server, 'boss@example.org', { invitation: key.token });
    const boss = { headers: { cookie: cookieOf(answer) } };
    await server.engine.grantAdmin({ userId: answer.body.id });
    const made = await server.send('/api/admin/invitations', { as: boss, body: { uses: 5, days: 30 } });
    expect(made).toMatchObject({ status: 201, body: { invitation: { uses: 5, used: 0 } } });
    const { token, invitation } = made.body;
    expect((await join(server, 'ana@example.org', { invitation: token })).status).toBe(201);
    const path = `/api/admin/invitations/${invitation.id}`;
    expect((await server.send(path, { as: boss, method: 'DELETE' })).status).toBe(204);
    expect((await join(server, 'ben@example.org', { invitation: token })).status).toBe(410);
    const { body } = await server.send('/api/admin/invitations', { as: boss });
    expect(body.invitations).toMatchObject([
      { id: invitation.id, used: 1, people: [{ name: 'Guest' }], revokedAt: expect.any(String) },
      { used: 1, people: [{ name: 'Guest' }] },
    ]);
    expect(JSON.stringify(body)).not.toContain(token);
  });

  test('a closed instance refuses everybody', async () => {
    const server = await start({ SIGN_UP: 'closed' });
    expect(await join(server, 'ana@example.org')).toMatchObject({
      status: 403,
      body: { code: 'SIGN_UP_CLOSED' },
    });
  });
});

describe('sessions', () => {
  const firefox = {
    'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:141.0) Gecko/20100101 Firefox/141.0',
  };

  test('are listed for their person, and ended one by one or all others at once', async () => {
    const server = await start();
    const ana = await signUp(server, 'Ana');
    await signUp(server, 'Ben');
    const others = [];
    for (let i = 0; i < 3; i += 1) {
      others.push({ headers: { cookie: cookieOf(await signIn(server, ana.email, firefox)) } });
    }
    const list = async () => (await server.send('/api/me/sessions', { as: ana })).body.sessions;
    const sessions = await list();
    expect(sessions).toHaveLength(4);
    expect(sessions[0].current).toBe(true);
    expect(sessions[1]).toMatchObject({ device: 'Firefox on Windows', network: '127.0.0.0', current: false });
    expect(JSON.stringify(sessions)).not.toContain('token');
    const end = (id: string, as = ana) => server.send(`/api/me/sessions/${id}`, { as, method: 'DELETE' });
    expect((await end(sessions[1].id)).status).toBe(204);
    expect((await end(sessions[1].id)).status).toBe(404);
    const left = await Promise.all(others.map(async (as) => (await server.send('/api/me', { as })).status));
    expect(left.sort()).toEqual([200, 200, 401]);
    const answer = await server.send('/api/me/sessions', { as: ana, method: 'DELETE' });
    expect(answer).toMatchObject({ status: 200, body: { ended: 2 } });
    for (const as of others) expect((await server.send('/api/me', { as })).status).toBe(401);
    expect(await list()).toHaveLength(1);
  });

  test('end on every server, whatever that remembers of them', async () => {
    const server = await start();
    const second = await startOn(server.database);
    ends.push(() => second.close());
    const ana = await signUp(server, 'Ana');
    const elsewhere = { headers: { cookie: cookieOf(await signIn(server, ana.email)) } };
    const there = async () => (await send(`${second.url}/api/me`, { as: elsewhere })).status;
    expect(await there()).toBe(200);
    expect((await server.send('/api/me/sessions', { as: ana, method: 'DELETE' })).body.ended).toBe(1);
    // By itself it would go on for ten seconds with what it knows.
    await vi.waitFor(async () => expect(await there()).toBe(401), { timeout: 5_000, interval: 20 });
  });

  test('of somebody else are not theirs to end', async () => {
    const server = await start();
    const ana = await signUp(server, 'Ana');
    const ben = await signUp(server, 'Ben');
    const { sessions } = (await server.send('/api/me/sessions', { as: ana })).body;
    const path = `/api/me/sessions/${sessions[0].id}`;
    expect((await server.send(path, { as: ben, method: 'DELETE' })).status).toBe(404);
    expect((await server.send('/api/me', { as: ana })).status).toBe(200);
  });

  test('get a new secret when somebody becomes the first admin, and end when a role is given', async () => {
    const server = await start();
    const boss = await signUp(server, 'Boss');
    const claimed = await server.send('/api/setup', { as: boss, body: { token: server.setupToken } });
    expect(claimed.status).toBe(200);
    expect(claimed.headers.getSetCookie()[0]).toMatch(
      /^mesh\.session_token=\S+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect((await server.send('/api/me', { as: boss })).status).toBe(401);
    const admin = { headers: { cookie: cookieOf(claimed) } };
    expect((await server.send('/api/me', { as: admin })).body).toMatchObject({ role: 'admin' });
    const ana = await signUp(server, 'Ana');
    expect((await server.send('/api/me', { as: ana })).status).toBe(200);
    const path = `/api/admin/people/${ana.me.handle}/role`;
    const given = await server.send(path, { as: admin, method: 'PUT', body: { role: 'moderator' } });
    expect(given.status).toBe(200);
    expect((await server.send('/api/me', { as: ana })).status).toBe(401);
  });

  test('that have ended are deleted by a job', async () => {
    const server = await start();
    await signUp(server, 'Ana');
    await signIns.ageEverything(server.database.pool);
    await quickAddJob({ pgPool: server.database.pool }, 'forgetSignIns', {});
    await eventually(async () => expect(await signIns.countSessions(server.database.pool)).toBe(0));
  });
});

describe('accounts that may be one person', () => {
  test('are named to admins beside each other, and to nobody else', async () => {
    const server = await start({ TRUST_PROXY: '1' });
    const from = (address: string) => ({ 'x-forwarded-for': address });
    const enter = async (name: string, headers: Record<string, string>) => {
      const body = { name, email: `${name.toLowerCase()}@example.org`, password };
      const answer = await server.send('/api/auth/sign-up/email', { body, headers });
      return { answer, headers: { cookie: cookieOf(answer) } };
    };
    const ana = await enter('Ana', from('192.0.2.1'));
    const [device = ''] = ana.answer.headers.getSetCookie().filter((cookie) => cookie.includes('device'));
    expect(device).toMatch(
      /^mesh\.device=[\w-]{22}; Max-Age=34560000; Path=\/api\/auth; HttpOnly; SameSite=Lax$/,
    );
    await enter('Bea', { ...from('198.51.100.7'), cookie: device.split(';')[0]! });
    await enter('Cia', from('192.0.2.1'));
    await enter('Dan', from('203.0.113.9'));
    const boss = await makeAdmin(server);
    const people = async (as: typeof boss | typeof ana) => {
      const { body } = await server.send('/api/admin/people', { as });
      return Object.fromEntries(
        body.people.map(({ user, signals }: { user: { name: string }; signals: unknown }) => [
          user.name,
          signals,
        ]),
      );
    };
    const shown = await people(boss);
    expect(shown.Ana).toMatchObject([
      { kind: 'SAME_DEVICE', count: 1, others: [{ name: 'Bea' }] },
      { kind: 'SAME_NETWORK', count: 1, others: [{ name: 'Cia' }] },
    ]);
    expect(shown.Bea).toMatchObject([{ kind: 'SAME_DEVICE', others: [{ name: 'Ana' }] }]);
    expect(shown.Dan).toEqual([]);
    await server.engine.setRole({ userId: ana.answer.body.id }, 'moderator');
    expect((await people(ana)).Bea).toBeUndefined();
    const kept = await signIns.keptTexts(server.database.pool);
    expect(kept).not.toContain('192.0.2.1');
    expect(kept).not.toContain(device.split(/[=;]/)[1]);
  });
});
