import { afterEach, describe, expect, test, vi } from 'vitest';
import { openLive } from './fixtures/liveReader.ts';
import {
  type Answer,
  addKey,
  cookieOf,
  inAnHour,
  newKey,
  type Person,
  password,
  send,
  signUp,
  startOn,
  startTestServer,
  type TestServer,
} from './fixtures/testServer.ts';

/** What is over is over everywhere: sessions, live connections and keys. */

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const begin = async (): Promise<TestServer> => {
  const server = await startTestServer();
  ends.push(() => server.end());
  return server;
};

const signIn = async (server: TestServer, email: string, given = password): Promise<Person> => ({
  headers: {
    cookie: cookieOf(await server.send('/api/auth/sign-in/email', { body: { email, password: given } })),
  },
});

const sessionOf = (answer: Answer): string | undefined =>
  answer.headers.getSetCookie().find((cookie) => cookie.startsWith('mesh.session_token='));

describe('a live connection', () => {
  test.each(['this server', 'another server'])(
    'of somebody signed out everywhere hears nothing of theirs any more, at %s',
    async (where) => {
      const server = await begin();
      const second = await startOn(server.database);
      ends.push(() => second.close());
      const ana = await signUp(server, 'Ana');
      const elsewhere = await signIn(server, ana.email);
      const reader = await openLive(where === 'this server' ? server.url : second.url, elsewhere);
      ends.push(async () => reader.close());
      reader.subscribe('user');
      await reader.hearsOf('snapshot', 'user');
      expect((await server.send('/api/me/sessions', { as: ana, method: 'DELETE' })).body.ended).toBe(1);
      // By itself it would look again after half a minute.
      await vi.waitFor(
        () =>
          expect(reader.heard).toContainEqual(
            expect.objectContaining({ code: 'UNAUTHENTICATED', topic: 'user' }),
          ),
        { timeout: 5_000, interval: 20 },
      );
    },
  );
});

describe('a session', () => {
  test('is another one after a new password, and the others have ended', async () => {
    const server = await begin();
    const ana = await signUp(server, 'Ana');
    const elsewhere = await signIn(server, ana.email);
    const changed = await server.send('/api/auth/change-password', {
      as: ana,
      body: { currentPassword: password, newPassword: 'another horse battery' },
    });
    expect(changed.status).toBe(200);
    expect(sessionOf(changed)).toBeDefined();
    for (const as of [ana, elsewhere]) expect((await server.send('/api/me', { as })).status).toBe(401);
    const now = { headers: { cookie: cookieOf(changed) } };
    expect((await server.send('/api/me', { as: now })).status).toBe(200);
  });

  test('ends where the role is taken, so that no page goes on as if it were there', async () => {
    const server = await begin();
    const boss = await signUp(server, 'Boss');
    await server.engine.grantAdmin({ userId: boss.me.id });
    const mod = await signUp(server, 'Mod');
    await server.engine.setRole({ userId: mod.me.id }, 'moderator');
    const as = await signIn(server, mod.email);
    expect((await server.send('/api/admin/reports', { as })).status).toBe(200);
    const path = `/api/admin/people/${mod.me.handle}/role`;
    const admin = await signIn(server, boss.email);
    const taken = await server.send(path, { as: admin, method: 'PUT', body: { role: 'user' } });
    expect(taken.status).toBe(200);
    expect((await server.send('/api/admin/reports', { as })).status).toBe(401);
  });
});

describe('an API key', () => {
  test('of somebody banned does what they may not do as little as they', async () => {
    const server = await begin();
    const boss = await signUp(server, 'Boss');
    await server.engine.grantAdmin({ userId: boss.me.id });
    const admin = await signIn(server, boss.email);
    const ana = await signUp(server, 'Ana');
    const key = await addKey(server.engine, ana.me.id);
    const post = () => server.send('/api/posts', { as: key, headers: newKey(), body: { body: 'Hello.' } });
    const ask = () =>
      server.send('/api/market', {
        as: key,
        headers: newKey(),
        body: { question: 'Is it so?', closesAt: inAnHour(), b: 50 },
      });
    expect((await post()).status).toBe(201);
    for (const scope of ['POSTING', 'MARKETS']) {
      const ban = await server.send(`/api/admin/people/${ana.me.handle}/bans`, {
        as: admin,
        body: { scope, reason: 'Spam.', days: 1 },
      });
      expect(ban.status, JSON.stringify(ban.body)).toBeLessThan(300);
    }
    expect(await post()).toMatchObject({ status: 403, body: { code: 'BANNED' } });
    expect(await ask()).toMatchObject({ status: 403, body: { code: 'BANNED' } });
  });

  test('loses the role with its owner', async () => {
    const server = await begin();
    const mod = await signUp(server, 'Mod');
    await server.engine.setRole({ userId: mod.me.id }, 'moderator');
    const key = await addKey(server.engine, mod.me.id, ['read', 'manage']);
    const look = async () => (await send(`${server.url}/api/admin/reports`, { as: key })).status;
    expect(await look()).toBe(200);
    await server.engine.setRole({ userId: mod.me.id }, 'user');
    await vi.waitFor(async () => expect(await look()).toBe(403), { timeout: 5_000, interval: 20 });
  });
});
