import { readStoredCodes } from '@mesh-markets/engine/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf } from './fixtures/authenticatorApp.ts';
import {
  type Answer,
  cookieOf,
  type Person,
  password,
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

type Member = Awaited<ReturnType<typeof signUp>>;

const withCookies = (answer: Answer): Person => ({ headers: { cookie: cookieOf(answer) } });

const signIn = (email: string, headers: Person['headers'] = {}) =>
  server.send('/api/auth/sign-in/email', { body: { email, password }, headers });

const step = (pending: Person, code: string, more: object = {}) =>
  server.send('/api/auth/second-step', { as: pending, body: { code, ...more } });

/** Somebody who has turned codes on, with the app's secret; the code of the step before was spent on it. */
const withCodes = async (name: string) => {
  const member = await signUp(server, name);
  const started = await server.send('/api/me/codes', { as: member, body: { password } });
  const { secret } = started.body;
  const confirmed = await server.send('/api/me/codes/confirm', {
    as: member,
    body: { code: codeOf(secret, -1) },
  });
  expect(confirmed.status).toBe(200);
  const backupCodes: string[] = confirmed.body.backupCodes;
  return { member, secret: secret as string, backupCodes, now: withCookies(confirmed), confirmed };
};

const isSignedIn = async (person: Person): Promise<boolean> =>
  (await server.send('/api/me', { as: person })).status === 200;

describe('turning codes on', () => {
  test('takes the password, shows what an app needs, and waits for a first code', async () => {
    const member = await signUp(server, 'Ada');
    const wrong = await server.send('/api/me/codes', { as: member, body: { password: 'another horse' } });
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ path: 'password' }] } });
    const started = await server.send('/api/me/codes', { as: member, body: { password } });
    expect(started.body.uri).toMatch(/^otpauth:\/\/totp\/Mesh%20Markets:ada\d+(@|%40)example\.org\?/);
    expect(new URL(started.body.uri).searchParams.get('secret')).toBe(started.body.secret);
    expect((await signIn(member.email)).body).toMatchObject({ handle: 'ada' });
    const facts = await server.send('/api/me/security', { as: member });
    expect(facts.body).toMatchObject({
      password: true,
      codes: { on: false, backupCodesLeft: 0 },
      strong: false,
    });
  });

  test('changes the session, ends every other one and gives ten backup codes', async () => {
    const member = await signUp(server, 'Bea');
    const elsewhere = withCookies(await signIn(member.email));
    const { secret } = (await server.send('/api/me/codes', { as: member, body: { password } })).body;
    const confirmed = await server.send('/api/me/codes/confirm', {
      as: member,
      body: { code: codeOf(secret) },
    });
    expect(new Set(confirmed.body.backupCodes).size).toBe(10);
    for (const code of confirmed.body.backupCodes) expect(code).toMatch(/^[a-z2-9]{5}-[a-z2-9]{5}$/);
    expect(await isSignedIn(member)).toBe(false);
    expect(await isSignedIn(elsewhere)).toBe(false);
    const facts = await server.send('/api/me/security', { as: withCookies(confirmed) });
    expect(facts.body).toMatchObject({ codes: { on: true, backupCodesLeft: 10 }, strong: true });
    const again = await server.send('/api/me/codes', { as: withCookies(confirmed), body: { password } });
    expect(again).toMatchObject({ status: 409, body: { code: 'ALREADY_ON' } });
  });

  test('may be begun many times at once, and the last secret that was given out works', async () => {
    const member = await signUp(server, 'Bob');
    const begin = () => server.send('/api/me/codes', { as: member, body: { password } });
    const begun = await Promise.all(Array.from({ length: 8 }, begin));
    expect(begun.map(({ status }) => status)).toEqual(begun.map(() => 200));
    const body = { code: codeOf((await begin()).body.secret) };
    expect(await server.send('/api/me/codes/confirm', { as: member, body })).toMatchObject({ status: 200 });
  });

  test('keeps neither secret nor backup codes in clear', async () => {
    const { secret, backupCodes } = await withCodes('Cleo');
    const stored = await readStoredCodes(server.database.pool);
    expect(stored).not.toBe('');
    for (const hidden of [secret, backupCodes[0]!, backupCodes[0]!.slice(0, 5)]) {
      expect(stored).not.toContain(hidden);
    }
  });
});

describe('signing in with codes on', () => {
  test('the password alone gives no session, and the code does', async () => {
    const { member, secret } = await withCodes('Dora');
    const first = await signIn(member.email);
    expect(first).toMatchObject({ status: 200, body: { secondStep: true } });
    const pending = withCookies(first);
    expect(await isSignedIn(pending)).toBe(false);
    const wrong = await step(pending, '000000');
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ path: 'code' }] } });
    const done = await step(pending, ` ${codeOf(secret).slice(0, 3)} ${codeOf(secret).slice(3)} `);
    expect(done).toMatchObject({ status: 200, body: { email: member.email } });
    expect(await isSignedIn(withCookies(done))).toBe(true);
    const spent = await step(pending, codeOf(secret, 1));
    expect(spent).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
  });

  test('a code works once, even for two at once', async () => {
    const { member, secret } = await withCodes('Edda');
    const pendings = [withCookies(await signIn(member.email)), withCookies(await signIn(member.email))];
    const answers = await Promise.all(pendings.map((pending) => step(pending, codeOf(secret))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect(answers.find(({ status }) => status === 400)?.body.detail).toMatch(/typed before/);
  });

  test('after five wrong codes the account waits, whichever browser they come from', async () => {
    const { member, secret } = await withCodes('Fay');
    for (let code = 1; code <= 5; code += 1) {
      const answer = await step(withCookies(await signIn(member.email)), String(code).padStart(6, '0'));
      expect(answer.status).toBe(400);
    }
    const sixth = await step(withCookies(await signIn(member.email)), codeOf(secret));
    expect(sixth).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
    expect(Number(sixth.headers.get('retry-after'))).toBeGreaterThan(600);
  });

  test('a backup code works once, however it is typed', async () => {
    const { member, backupCodes } = await withCodes('Gwen');
    const typed = backupCodes[3]!.toUpperCase().replace('-', ' ');
    const done = await step(withCookies(await signIn(member.email)), typed);
    expect(done.status).toBe(200);
    const facts = await server.send('/api/me/security', { as: withCookies(done) });
    expect(facts.body.codes).toEqual({ on: true, backupCodesLeft: 9 });
    const again = await step(withCookies(await signIn(member.email)), backupCodes[3]!);
    expect(again.status).toBe(400);
  });

  test('a trusted browser is not asked again, until codes are turned off and on', async () => {
    const { member, secret, backupCodes } = await withCodes('Hedy');
    const done = await step(withCookies(await signIn(member.email)), codeOf(secret), { trustDevice: true });
    const trusted = done.headers.getSetCookie().find((cookie) => /trust_device=/.test(cookie));
    expect(trusted).toMatch(/Max-Age=2592000;.*HttpOnly/);
    const cookie = trusted!.split(';')[0]!;
    const next = await signIn(member.email, { cookie });
    expect(next.body).toMatchObject({ email: member.email });
    const rotated = next.headers
      .getSetCookie()
      .find((one) => /trust_device=/.test(one))!
      .split(';')[0]!;
    const somebodyElse = await withCodes('Ida');
    expect((await signIn(somebodyElse.member.email, { cookie: rotated })).body).toEqual({ secondStep: true });
    const off = await server.send('/api/me/codes/stop', {
      as: withCookies(next),
      body: { password, code: backupCodes[0] },
    });
    expect(off.status).toBe(204);
    const fresh = withCookies(off);
    const started = await server.send('/api/me/codes', { as: fresh, body: { password } });
    const on = await server.send('/api/me/codes/confirm', {
      as: fresh,
      body: { code: codeOf(started.body.secret) },
    });
    expect(on.status).toBe(200);
    expect((await signIn(member.email, { cookie: rotated })).body).toEqual({ secondStep: true });
  });

  test('the session of somebody else in the same browser does not answer for them', async () => {
    const victim = await withCodes('Jo');
    const other = await withCodes('Kay');
    const pending = cookieOf(await signIn(victim.member.email));
    const session = other.now.headers.cookie!;
    const answer = await step({ headers: { cookie: `${pending}; ${session}` } }, codeOf(other.secret));
    expect(answer.status).toBe(400);
  });

  test('a cookie that was not given here opens no second step', async () => {
    const forged = { headers: { cookie: 'mesh.two_factor=2fa-guess.c2lnbmF0dXJl' } };
    expect((await step(forged, '123456')).status).toBe(401);
    expect((await step({ headers: {} }, '123456')).status).toBe(401);
  });
});

describe('turning codes off', () => {
  const stop = (as: Person, body: object) => server.send('/api/me/codes/stop', { as, body });

  test('takes the password and a code, and ends every other session', async () => {
    const { member, secret, backupCodes, now } = await withCodes('Lea');
    const elsewhere = withCookies(await step(withCookies(await signIn(member.email)), backupCodes[9]!));
    expect((await stop(now, { code: codeOf(secret) })).status).toBe(400);
    expect((await stop(now, { password, code: '000000' })).status).toBe(400);
    const done = await stop(now, { password, code: codeOf(secret) });
    expect(done.status).toBe(204);
    expect(await isSignedIn(now)).toBe(false);
    expect(await isSignedIn(elsewhere)).toBe(false);
    expect(await isSignedIn(withCookies(done))).toBe(true);
    expect((await signIn(member.email)).body).toMatchObject({ email: member.email });
  });

  test('new backup codes void the old ones', async () => {
    const { member, secret, backupCodes, now } = await withCodes('Mia');
    const made = await server.send('/api/me/codes/backup', {
      as: now,
      body: { password, code: codeOf(secret) },
    });
    expect(made.body.backupCodes).toHaveLength(10);
    const pending = withCookies(await signIn(member.email));
    expect((await step(pending, backupCodes[0]!)).status).toBe(400);
    expect((await step(pending, made.body.backupCodes[0])).status).toBe(200);
  });

  test('at the command line a lost phone is forgotten, with a line in the record', async () => {
    const { member, now } = await withCodes('Nell');
    const done = await server.engine.disableTwoFactor(member.me.handle);
    expect(done).toMatchObject({ codes: true, passkeys: 0, account: { handle: member.me.handle } });
    expect((await signIn(member.email)).body).toMatchObject({ email: member.email });
    const restarted = await startOn(server.database);
    expect((await fetch(`${restarted.url}/api/me`, { headers: now.headers })).status).toBe(401);
    await restarted.close();
    const admin = await signUp(server, 'Otto');
    await server.engine.grantAdmin({ userId: admin.me.id });
    const { deeds } = await server.engine.listDeeds(admin.me.id, { limit: 10 });
    const deed = deeds.find(({ kind }) => kind === 'SECOND_FACTOR_REMOVED');
    expect(deed).toMatchObject({ user: { id: member.me.id } });
    expect(deed?.by).toBeUndefined();
  });
});

describe('REQUIRE_TWO_FACTOR', () => {
  const asked = async (rule: string, member: Member | Person, path: string, method = 'GET') => {
    const strict = await startOn(server.database, { REQUIRE_TWO_FACTOR: rule });
    try {
      const response = await fetch(strict.url + path, { method, headers: member.headers });
      return {
        status: response.status,
        code: response.ok ? undefined : ((await response.json()) as { code: string }).code,
      };
    } finally {
      await strict.close();
    }
  };

  test('staff keeps those with a role from its routes until they have a second factor', async () => {
    const { member, now } = await withCodes('Olga');
    const weak = await signUp(server, 'Pia');
    for (const { me } of [member, weak]) await server.engine.setRole({ handle: me.handle }, 'admin');
    expect(await asked('staff', weak, '/api/admin/log')).toEqual({
      status: 403,
      code: 'SECOND_FACTOR_REQUIRED',
    });
    expect(await asked('staff', weak, '/api/wallet')).toEqual({ status: 200, code: undefined });
    expect(await asked('staff', now, '/api/admin/log')).toEqual({ status: 200, code: undefined });
    expect(await asked('none', weak, '/api/admin/log')).toEqual({ status: 200, code: undefined });
  });

  test('all keeps everybody from everything but setting one up', async () => {
    const member = await signUp(server, 'Rosa');
    expect(await asked('all', member, '/api/wallet')).toEqual({
      status: 403,
      code: 'SECOND_FACTOR_REQUIRED',
    });
    for (const path of ['/api/me', '/api/me/security', '/api/feed']) {
      expect(await asked('all', member, path), path).toEqual({ status: 200, code: undefined });
    }
  });
});
