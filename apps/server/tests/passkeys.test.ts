import { ageSessions, expireSecrets, forgetPassword } from '@mesh-markets/engine/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from './fixtures/oidcProvider.ts';
import { type Device, makeDevice, type Oddity } from './fixtures/passkeyDevice.ts';
import {
  type Answer,
  addKey,
  cookieOf,
  type Person,
  password,
  signUp,
  startTestServer,
  type TestServer,
} from './fixtures/testServer.ts';

let server: TestServer;
let origin: string;
beforeAll(async () => {
  const port = await freePort();
  origin = `http://localhost:${port}`;
  server = await startTestServer({ PORT: String(port), PUBLIC_URL: origin, REQUIRE_TWO_FACTOR: 'staff' });
});
afterAll(() => server.end());

const withCookies = (answer: Answer): Person => ({ headers: { cookie: cookieOf(answer) } });
const refused = { status: 400, body: { code: 'PASSKEY_REFUSED' } };

const startAdding = (as: Person, body: object = {}) => server.send('/api/me/passkeys/options', { as, body });

const add = async (as: Person, device: Device, odd: Oddity = {}, name = 'Phone') => {
  const options = await startAdding(as);
  return server.send('/api/me/passkeys', {
    as,
    body: { name, credential: device.make(options.body, odd) },
  });
};

const question = async () => (await server.send('/api/auth/passkey/options', { body: {} })).body;
const enter = (credential: object) => server.send('/api/auth/passkey', { body: { credential } });

/** Somebody with a passkey, and the session it was added in. */
const withPasskey = async (name: string) => {
  const member = await signUp(server, name);
  const device = makeDevice(origin);
  const added = await add(member, device);
  expect(added.status).toBe(201);
  return { member, device, now: withCookies(added), id: added.body.id as string };
};

describe('adding a passkey', () => {
  test('asks for one that is found without a name and verifies its owner, and changes the session', async () => {
    const member = await signUp(server, 'Ada');
    const options = (await startAdding(member)).body;
    expect(options).toMatchObject({
      rp: { id: 'localhost', name: 'Mesh Markets' },
      user: { name: member.email },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    const device = makeDevice(origin);
    const added = await add(member, device, {}, 'My phone');
    expect(added).toMatchObject({ status: 201, body: { name: 'My phone', synced: false } });
    expect((await server.send('/api/me', { as: member })).status).toBe(401);
    const now = withCookies(added);
    const facts = await server.send('/api/me/security', { as: now });
    expect(facts.body).toMatchObject({ passkeys: [{ name: 'My phone' }], strong: true });
    expect((await startAdding(now)).body.excludeCredentials).toMatchObject([{ id: device.id }]);
  });

  test.each<[string, Oddity]>([
    ['of another site', { origin: 'https://evil.example' }],
    ['for another name', { rpId: 'evil.example' }],
    ['that verified nobody', { unverified: true }],
    ['to another challenge', { challenge: 'bm90IG91cnM' }],
  ])('an answer %s is refused', async (_what, odd) => {
    expect(await add(await signUp(server, 'Bea'), makeDevice(origin), odd)).toMatchObject(refused);
  });

  test('a challenge is good once, and for whom it was made', async () => {
    const [member, other] = [await signUp(server, 'Cleo'), await signUp(server, 'Cora')];
    const device = makeDevice(origin);
    const credential = device.make((await startAdding(member)).body);
    const asOther = await server.send('/api/me/passkeys', { as: other, body: { name: 'Mine', credential } });
    expect(asOther).toMatchObject(refused);
    const spent = await server.send('/api/me/passkeys', { as: member, body: { name: 'Mine', credential } });
    expect(spent).toMatchObject(refused);
  });

  test('takes a sign-in of just now or the password, and never an API key', async () => {
    const member = await signUp(server, 'Dora');
    // Before anybody asks for anything, so that no server remembers otherwise.
    await ageSessions(server.database.pool);
    expect(await startAdding(member)).toMatchObject({ status: 403, body: { code: 'SIGN_IN_AGAIN' } });
    expect((await startAdding(member, { password: 'another horse' })).status).toBe(400);
    expect((await startAdding(member, { password })).status).toBe(200);
    const key = await addKey(server.engine, member.me.id);
    expect((await startAdding(key, { password })).status).toBe(403);
  });
});

describe('signing in with a passkey', () => {
  test('needs nothing else, and counts as more than a password', async () => {
    const { member, device } = await withPasskey('Edda');
    const entered = await enter(device.answer(await question()));
    expect(entered).toMatchObject({ status: 200, body: { id: member.me.id } });
    await server.engine.setRole({ handle: member.me.handle }, 'admin');
    expect((await server.send('/api/admin/log', { as: withCookies(entered) })).status).toBe(200);
    const byPassword = await server.send('/api/auth/sign-in/email', {
      body: { email: member.email, password },
    });
    const weak = await server.send('/api/admin/log', { as: withCookies(byPassword) });
    expect(weak).toMatchObject({ status: 403, body: { code: 'SECOND_FACTOR_REQUIRED' } });
  });

  test.each<[string, Oddity]>([
    ['of another site', { origin: 'https://evil.example' }],
    ['for another name', { rpId: 'evil.example' }],
    ['that verified nobody', { unverified: true }],
    ['to another challenge', { challenge: 'bm90IG91cnM' }],
    ['of a copy that has counted less', { counter: 1 }],
  ])('an answer %s is refused', async (_what, odd) => {
    const { device } = await withPasskey('Fay');
    expect((await enter(device.answer(await question()))).status).toBe(200);
    expect(await enter(device.answer(await question(), odd))).toMatchObject(refused);
  });

  test('the same answer again, or one too late, is refused', async () => {
    const { device } = await withPasskey('Gwen');
    const credential = device.answer(await question());
    const twice = await Promise.all([enter(credential), enter(credential)]);
    expect(twice.map(({ status }) => status).sort()).toEqual([200, 400]);
    const late = device.answer(await question());
    await expireSecrets(server.database.pool);
    expect(await enter(late)).toMatchObject(refused);
  });

  test('a passkey nobody knows, a changed signature, and an owner who is somebody else are refused', async () => {
    const { device } = await withPasskey('Hedy');
    const stranger = makeDevice(origin);
    expect(await enter(stranger.answer(await question()))).toMatchObject(refused);
    const good = device.answer(await question());
    const forged = {
      ...good,
      response: { ...good.response, signature: stranger.answer(await question()).response.signature },
    };
    expect(await enter(forged)).toMatchObject(refused);
    const claimed = device.answer(await question());
    const userHandle = Buffer.from('somebody else').toString('base64url');
    expect(await enter({ ...claimed, response: { ...claimed.response, userHandle } })).toMatchObject(refused);
    expect((await enter({ ...good, response: { ...good.response, clientDataJSON: 'bm8' } })).status).toBe(
      400,
    );
  });
});

describe('keeping passkeys', () => {
  test('they are renamed and removed by their owner alone, and a removed one lets nobody in', async () => {
    const { device, now, id, member } = await withPasskey('Ida');
    const elsewhere = withCookies(await enter(device.answer(await question())));
    const other = await signUp(server, 'Iris');
    for (const [method, body] of [
      ['PATCH', { name: 'Theirs' }],
      ['DELETE', undefined],
    ] as const) {
      const sent = await server.send(`/api/me/passkeys/${id}`, { as: other, method, ...(body && { body }) });
      expect(sent.status).toBe(404);
    }
    const renamed = await server.send(`/api/me/passkeys/${id}`, {
      as: now,
      method: 'PATCH',
      body: { name: 'Old' },
    });
    expect(renamed.body.name).toBe('Old');
    const removed = await server.send(`/api/me/passkeys/${id}`, { as: now, method: 'DELETE' });
    expect(removed.status).toBe(204);
    expect((await server.send('/api/me', { as: elsewhere })).status).toBe(401);
    expect((await server.send('/api/me', { as: withCookies(removed) })).body.id).toBe(member.me.id);
    expect(await enter(device.answer(await question()))).toMatchObject(refused);
  });

  test('the last way to sign in cannot be removed', async () => {
    const { now, id, member } = await withPasskey('Jo');
    await forgetPassword(server.database.pool, member.me.id);
    const answer = await server.send(`/api/me/passkeys/${id}`, { as: now, method: 'DELETE' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'LAST_SIGN_IN' } });
    expect((await server.send('/api/me/security', { as: now })).body.passkeys).toHaveLength(1);
  });
});
