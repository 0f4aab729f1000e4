import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { banner } from '../src/banner.ts';
import { readSettings } from '../src/settings.ts';
import { signUp, startOn, startTestServer, type TestServer } from './fixtures/testServer.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.end());

const needsAdmin = async (): Promise<boolean> => (await server.send('/api/instance')).body.needsAdmin;

describe('the first admin', () => {
  test('has the token from the log, and it works once', async () => {
    const first = await signUp(server, 'First');
    const second = await signUp(server, 'Second');
    const claim = (as: typeof first, token: unknown) => server.send('/api/setup', { as, body: { token } });
    const token = server.setupToken ?? '';
    expect(token.length).toBeGreaterThanOrEqual(32);
    expect(await needsAdmin()).toBe(true);
    for (const wrong of ['x', `${token}x`, token.slice(1), token.toUpperCase()]) {
      expect(await claim(first, wrong)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    }
    const claimed = await claim(first, token);
    expect(claimed).toMatchObject({ status: 200, body: { role: 'admin' } });
    // With the role comes another session.
    expect((await server.send('/api/me', { as: first })).status).toBe(401);
    const cookie = claimed.headers.getSetCookie().map((line) => line.split(';')[0]);
    const admin = { ...first, headers: { ...first.headers, cookie: cookie.join('; ') } };
    expect((await server.send('/api/me', { as: admin })).body.role).toBe('admin');
    expect(await needsAdmin()).toBe(false);
    expect(await claim(second, token)).toMatchObject({ status: 403 });
    expect(await claim(admin, token)).toMatchObject({ status: 403 });
  });

  test('is one, whoever comes at the same time', async () => {
    const people = await Promise.all([signUp(server, 'One'), signUp(server, 'Two'), signUp(server, 'Three')]);
    const body = { token: server.setupToken };
    const answers = await Promise.all(people.map((as) => server.send('/api/setup', { as, body })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403, 403]);
  });

  test('who was made elsewhere ends the token', async () => {
    const first = await signUp(server, 'First');
    const second = await signUp(server, 'Second');
    await server.engine.grantAdmin({ userId: first.me.id });
    const body = { token: server.setupToken };
    expect(await server.send('/api/setup', { as: second, body })).toMatchObject({ status: 403 });
    expect(await needsAdmin()).toBe(false);
  });

  test('gets a new token with each start, and none once there is an admin', async () => {
    const again = await startOn(server.database);
    expect(again.setupToken).toBeDefined();
    expect(again.setupToken).not.toBe(server.setupToken);
    await again.close();
    const first = await signUp(server, 'First');
    await server.engine.grantAdmin({ userId: first.me.id });
    const later = await startOn(server.database);
    expect(later.setupToken).toBeUndefined();
    await later.close();
  });

  test('finds the address in the banner', () => {
    const settings = readSettings({ PUBLIC_URL: 'https://markets.example.org' });
    expect(banner(settings, server)).toContain(
      `https://markets.example.org/setup?token=${server.setupToken}`,
    );
    expect(banner(settings, { ...server, setupToken: undefined })).not.toContain('/setup');
  });
});
