import { openEngine } from '@mesh-markets/engine';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAuth } from '../src/auth/betterAuth.ts';
import {
  authSecret,
  cookieOf,
  type Person,
  password,
  type Sent,
  send,
  signUp,
  startOn,
  startTestServer,
  type TestServer,
} from './fixtures/testServer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.end());

const DAY = 86_400_000;

/** The auth library on the same tables, past our routes. */
const auth = () =>
  createAuth({
    pool: server.database.pool,
    secret: authSecret,
    baseUrl: server.url,
    issuer: 'Mesh Markets',
    confirmsFirst: false,
    log: pino({ level: 'silent' }),
    admit: async () => undefined,
  });

/** The cookie of the session, without the browser's mark. */
const sessionOf = ({ headers }: Person): string => headers.cookie?.split('; ')[0] ?? '';

const signIn = (email: string, given = password) =>
  server.send('/api/auth/sign-in/email', { body: { email, password: given } });

describe('signing up', () => {
  test('gives an account with 10,000 credits and a session', async () => {
    const answer = await server.send('/api/auth/sign-up/email', {
      body: { name: 'Ada Lovelace', email: 'Ada@Example.org', password },
    });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        name: 'Ada Lovelace',
        handle: 'ada_lovelace',
        email: 'ada@example.org',
        role: 'user',
        balance: 10_000,
      },
    });
    expect(JSON.stringify(answer.body)).not.toContain('token');
    const me = await server.send('/api/me', { headers: { cookie: cookieOf(answer) } });
    expect(me.body).toEqual(answer.body);
  });

  test('the session cookie is out of reach of scripts and of other sites', async () => {
    const { email } = await signUp(server, 'Cookie');
    const [cookie = ''] = (await signIn(email)).headers.getSetCookie();
    expect(cookie).toMatch(/^mesh\.session_token=/);
    expect(cookie).toMatch(/; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);
    const [passing = ''] = (
      await server.send('/api/auth/sign-in/email', { body: { email, password, rememberMe: false } })
    ).headers.getSetCookie();
    expect(passing).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(passing).not.toContain('Max-Age');
  });

  test('behind https the cookie is Secure', async () => {
    const secure = await startOn(server.database, { PUBLIC_URL: 'https://markets.example.org' });
    const response = await fetch(`${secure.url}/api/auth/sign-up/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://markets.example.org' },
      body: JSON.stringify({ name: 'Secure', email: 'secure@example.org', password }),
    });
    const [cookie = ''] = response.headers.getSetCookie();
    expect(cookie).toMatch(
      /^__Host-mesh\.session_token=[^;]+; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(response.headers.get('strict-transport-security')).toMatch(/max-age=\d+/);
    const me = await fetch(`${secure.url}/api/me`, { headers: { cookie: cookie.split(';')[0] ?? '' } });
    expect(me.status).toBe(200);
    await secure.close();
  });

  test('an address can sign up once, in whatever capitals, and even at once', async () => {
    const { email } = await signUp(server, 'Twice');
    const body = { name: 'Twice', email: email.toUpperCase(), password };
    const taken = { status: 400, body: { code: 'VALIDATION_FAILED', errors: [{ path: 'email' }] } };
    expect(await server.send('/api/auth/sign-up/email', { body })).toMatchObject(taken);
    const race = { name: 'Race', email: 'race@example.org', password };
    const answers = await Promise.all(
      [1, 2, 3].map(() => server.send('/api/auth/sign-up/email', { body: race })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 400, 400]);
    for (const answer of answers.filter(({ status }) => status === 400)) expect(answer).toMatchObject(taken);
  });

  test('people of the same name get handles of their own, even at once', async () => {
    const people = await Promise.all(Array.from({ length: 6 }, () => signUp(server, 'Same')));
    expect(new Set(people.map(({ me }) => me.handle)).size).toBe(6);
  });

  test.each([
    ['name', { name: '' }],
    ['name', { name: 'x'.repeat(61) }],
    ['name', { name: 'evil\u202Ename' }],
    ['email', { email: 'not an address' }],
    ['email', { email: `${'x'.repeat(250)}@example.org` }],
    ['password', { password: 'too short' }],
    ['password', { password: 'x'.repeat(129) }],
    ['role', { role: 'admin' }],
  ])('refuses a wrong %s by name', async (path, wrong) => {
    const body = { name: 'Ann', email: 'wrong@example.org', password, ...wrong };
    expect(await server.send('/api/auth/sign-up/email', { body })).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_FAILED', errors: [{ path }] },
    });
  });

  test('an account that a crash left unmade is made when its person comes back, once', async () => {
    const { me } = await signUp(server, 'Template');
    const { headers: cookies } = await auth().api.signUpEmail({
      body: { name: 'Left Behind', email: 'left@example.org', password },
      returnHeaders: true,
    });
    const headers = { cookie: cookies.getSetCookie()[0]?.split(';')[0] ?? '' };
    const answers = await Promise.all([1, 2, 3].map(() => server.send('/api/me', { headers })));
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 200, body: { name: 'Left Behind', balance: 10_000 } });
      expect(answer.body.id).toBe(answers[0]?.body.id);
    }
    expect(answers[0]?.body.id).not.toBe(me.id);
    expect((await server.engine.audit()).clean).toBe(true);
  });
});

describe('signing in and out', () => {
  const endSessionIn = async (person: Person, milliseconds: number): Promise<void> => {
    const token = decodeURIComponent(sessionOf(person)).replace(/^[^=]*=(.*)\..*$/, '$1');
    const { internalAdapter } = await auth().$context;
    await internalAdapter.updateSession(token, { expiresAt: new Date(Date.now() + milliseconds) });
  };

  test('a wrong password and an unknown address get the same answer', async () => {
    const { email } = await signUp(server, 'Secret');
    const wrong = await signIn(email, 'wrong horse battery');
    const unknown = await signIn('nobody@example.org');
    expect(wrong).toMatchObject({
      status: 401,
      body: { code: 'UNAUTHENTICATED', detail: 'The e-mail address or the password is wrong.' },
    });
    expect({ ...unknown.body, requestId: '' }).toEqual({ ...wrong.body, requestId: '' });
    expect(wrong.headers.getSetCookie()).toEqual([]);
  });

  test('signing out ends the session at once', async () => {
    const person = await signUp(server, 'Leaver');
    expect((await server.send('/api/me', { as: person })).status).toBe(200);
    const out = await server.send('/api/auth/sign-out', { as: person, body: {} });
    expect(out.status).toBe(204);
    expect(out.headers.getSetCookie()[0]).toMatch(/^mesh\.session_token=; Max-Age=0/);
    expect(await server.send('/api/me', { as: person })).toMatchObject({
      status: 401,
      body: { code: 'UNAUTHENTICATED' },
    });
    expect((await server.send('/api/auth/sign-out', { body: {} })).status).toBe(204);
  });

  test('get-session tells who is signed in, and null for a visitor', async () => {
    const person = await signUp(server, 'Session');
    const session = await server.send('/api/auth/get-session', { as: person });
    expect(session.body).toMatchObject({ user: person.me, expiresAt: expect.any(String) });
    expect(await server.send('/api/auth/get-session')).toMatchObject({ status: 200, body: null });
  });

  test('a session in use is extended, at most once a day', async () => {
    const daily = await signUp(server, 'Daily');
    await endSessionIn(daily, 29.5 * DAY);
    expect((await server.send('/api/me', { as: daily })).headers.getSetCookie()).toEqual([]);
    const weekly = await signUp(server, 'Weekly');
    await endSessionIn(weekly, 20 * DAY);
    const extended = await server.send('/api/me', { as: weekly });
    expect(extended.headers.getSetCookie()[0]).toMatch(/^mesh\.session_token=.*Max-Age=2592000/);
    const session = await server.send('/api/auth/get-session', { as: weekly });
    expect(Date.parse(session.body.expiresAt) - Date.now()).toBeGreaterThan(29.9 * DAY);
    expect((await server.send('/api/me', { as: weekly })).headers.getSetCookie()).toEqual([]);
  });

  test('a session that has ended is a visitor', async () => {
    const person = await signUp(server, 'Ended');
    await endSessionIn(person, -1_000);
    expect((await server.send('/api/me', { as: person })).status).toBe(401);
  });

  test('a forged or foreign cookie is a visitor', async () => {
    const cookie = sessionOf(await signUp(server, 'Forged')).replace(/\.[^.]+$/, '.AAAA');
    expect((await server.send('/api/me', { headers: { cookie } })).status).toBe(401);
    expect((await server.send('/api/feed', { headers: { cookie } })).status).toBe(200);
  });

  test('changing the password signs out everywhere else', async () => {
    const here = await signUp(server, 'Changer');
    const elsewhere = { headers: { cookie: cookieOf(await signIn(here.email)) } };
    expect((await server.send('/api/me', { as: elsewhere })).status).toBe(200);
    const newPassword = 'another horse battery';
    const change = (currentPassword: string) =>
      server.send('/api/auth/change-password', { as: here, body: { currentPassword, newPassword } });
    expect(await change('wrong horse battery')).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_FAILED', errors: [{ path: 'currentPassword' }] },
    });
    const changed = await change(password);
    expect(changed).toMatchObject({ status: 200, body: { id: here.me.id } });
    expect((await server.send('/api/me', { as: elsewhere })).status).toBe(401);
    expect((await server.send('/api/me', { headers: { cookie: cookieOf(changed) } })).status).toBe(200);
    expect((await signIn(here.email)).status).toBe(401);
    expect((await signIn(here.email, newPassword)).status).toBe(200);
  });

  test('other routes of the auth library are not there', async () => {
    for (const path of ['sign-in/social', 'delete-user', 'update-user', 'list-sessions', 'ok', 'error']) {
      expect((await server.send(`/api/auth/${path}`)).status).toBe(404);
    }
  });
});

describe('an account of an instance', () => {
  test('gets the credits of the settings', async () => {
    const generous = await startOn(server.database, { SIGNUP_CREDITS: '123' });
    const there = { send: (path: string, sent?: Sent) => send(generous.url + path, sent) };
    expect((await signUp(there, 'Generous')).me.balance).toBe(123);
    await generous.close();
  });

  test('can change its name and its handle, but not to a taken one', async () => {
    const one = await signUp(server, 'Handle');
    const other = await signUp(server, 'Other');
    const change = (body: unknown) => server.send('/api/me', { method: 'PATCH', as: one, body });
    expect(await change({ name: 'New', handle: 'brand_new' })).toMatchObject({
      body: { name: 'New', handle: 'brand_new' },
    });
    expect(await change({ handle: other.me.handle })).toMatchObject({
      status: 409,
      body: { code: 'HANDLE_TAKEN' },
    });
    expect(await change({ handle: 'Bad Handle' })).toMatchObject({ status: 400 });
  });

  test('the books of all this are clean', async () => {
    const books = await openEngine(server.database.url);
    expect((await books.engine.audit()).clean).toBe(true);
    await books.close();
  });
});
