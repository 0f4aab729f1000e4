import { type ApiKeyId, type KeyScope, MAX_API_KEYS, type PostId } from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  addMarket,
  addTrader,
  newKey,
  type Person,
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

test('a key is shown once, works until it is revoked, and only its owner can revoke it', async () => {
  const owner = await signUp(server, 'Owner');
  const stranger = await signUp(server, 'Stranger');
  const made = await server.send('/api/keys', { as: owner, body: { name: 'My bot' } });
  expect(made).toMatchObject({
    status: 201,
    body: { key: { name: 'My bot' }, secret: expect.stringMatching(/^mm_[\w-]{43}$/) },
  });
  const { key, secret } = made.body;
  expect(secret.startsWith(key.prefix)).toBe(true);

  const bot = { headers: { authorization: `Bearer ${secret}` } };
  expect((await server.send('/api/me', { as: bot })).body).toEqual(owner.me);
  expect((await server.send('/api/me', { headers: { authorization: `bearer ${secret}` } })).status).toBe(200);
  const posted = await server.send('/api/posts', {
    as: bot,
    headers: newKey(),
    body: { body: 'I am a bot.' },
  });
  expect(posted.body.author.id).toBe(owner.me.id);

  const list = await server.send('/api/keys', { as: owner });
  expect(list.body.keys).toMatchObject([{ id: key.id, name: 'My bot', prefix: key.prefix }]);
  expect(JSON.stringify(list.body)).not.toContain(secret);
  expect((await server.send('/api/keys', { as: stranger })).body).toEqual({ keys: [] });

  const revoke = { method: 'DELETE' };
  expect((await server.send(`/api/keys/${key.id}`, { ...revoke, as: stranger })).status).toBe(404);
  expect((await server.send('/api/me', { as: bot })).status).toBe(200);
  expect((await server.send(`/api/keys/${key.id}`, { ...revoke, as: owner })).status).toBe(204);
  expect(await server.send('/api/me', { as: bot })).toMatchObject({
    status: 401,
    body: { code: 'UNAUTHENTICATED' },
  });
});

const makeKey = async (as: Person, more: Readonly<Record<string, unknown>> = {}) => {
  const made = await server.send('/api/keys', { as, body: { name: 'Made', ...more } });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  return { key: made.body.key, bot: { headers: { authorization: `Bearer ${made.body.secret}` } } };
};

describe('scopes', () => {
  test('are chosen when a key is made: looking and trading unless something else is said', async () => {
    const owner = await signUp(server, 'Chooser');
    expect((await makeKey(owner)).key.scopes).toEqual(['read', 'trade']);
    expect((await makeKey(owner, { scopes: ['manage'] })).key).toMatchObject({ scopes: ['manage'] });
    expect((await server.send('/api/keys', { as: owner, body: { name: 'x', scopes: [] } })).status).toBe(400);
    const { keys } = (await server.send('/api/keys', { as: owner })).body;
    expect(keys.map(({ scopes }: { scopes: string[] }) => scopes)).toEqual([['read', 'trade'], ['manage']]);
  });

  test('that are missing are named', async () => {
    const owner = await signUp(server, 'Reader');
    const { bot } = await makeKey(owner, { scopes: ['read'] });
    expect((await server.send('/api/wallet', { as: bot })).status).toBe(200);
    const post = { as: bot, headers: newKey(), body: { body: 'Hello.' } };
    expect(await server.send('/api/posts', post)).toMatchObject({
      status: 403,
      body: {
        code: 'FORBIDDEN',
        facts: { scope: 'trade' },
        detail: 'This API key may not do this: it lacks the scope “trade”. Make a key that has it.',
      },
    });
    const { bot: blind } = await makeKey(owner, { scopes: ['trade'] });
    expect((await server.send('/api/posts', { ...post, as: blind })).status).toBe(201);
    expect((await server.send('/api/feed', { as: blind })).body).toMatchObject({ facts: { scope: 'read' } });
    expect(
      (await server.send('/api/me', { method: 'PATCH', as: blind, body: { name: 'X' } })).body,
    ).toMatchObject({
      facts: { scope: 'manage' },
    });
  });

  test('are held in the books too, whatever the server lets through', async () => {
    const { userId } = await addTrader(server.engine, 'Engine');
    const marketId = await addMarket(server.engine, userId);
    const apiKey = (...scopes: KeyScope[]) => ({ id: '1' as ApiKeyId, scopes, staff: false });
    const buy = { userId, marketId, order: { side: 'YES' as const, credits: 5 } };
    const refused = { code: 'FORBIDDEN' };
    await expect(
      server.engine.placeTrade({ ...buy, apiKey: apiKey('read', 'manage') }),
    ).rejects.toMatchObject(refused);
    await server.engine.placeTrade({ ...buy, apiKey: apiKey('trade') });
    const close = { userId, marketId, reason: 'It is known.' };
    await expect(server.engine.closeMarket({ ...close, apiKey: apiKey('trade') })).rejects.toMatchObject(
      refused,
    );
    await server.engine.closeMarket({ ...close, apiKey: apiKey('manage') });
  });
});

describe('a role', () => {
  test('is carried by a key that may manage, made by whoever has it, as long as they have it', async () => {
    const boss = await signUp(server, 'Boss');
    const before = (await makeKey(boss, { scopes: ['read', 'manage'] })).bot;
    await server.engine.setRole({ userId: boss.me.id }, 'admin');
    const after = await makeKey(boss, { scopes: ['read', 'manage'] });
    const reader = (await makeKey(boss, { scopes: ['read', 'trade'] })).bot;
    expect(after.key.staff).toBe(true);
    const flags = (as: Person) => server.send('/api/admin/flags', { as });
    expect((await flags(after.bot)).status).toBe(200);
    expect((await flags(before)).status).toBe(403);
    expect((await flags(reader)).status).toBe(403);

    const { userId } = await addTrader(server.engine, 'Other');
    const market = await addMarket(server.engine, userId);
    const close = (as: Person) =>
      server.send(`/api/market/${market}/close`, { as, headers: newKey(), body: { reason: 'It is known.' } });
    expect(await close(before)).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining('your role') },
    });
    expect((await close(after.bot)).status).toBe(200);

    const said = { userId, postId: market as unknown as PostId, body: 'First!' };
    const { id } = (await server.engine.postComment(said)).answer;
    const remove = (as: Person) => server.send(`/api/comments/${id}`, { method: 'DELETE', as });
    expect((await remove(reader)).status).toBe(403);
    const moderating = (await makeKey(boss, { scopes: ['trade', 'manage'] })).bot;
    expect((await remove(moderating)).status).toBe(204);

    await server.engine.setRole({ userId: boss.me.id }, 'user');
    await vi.waitFor(async () => expect((await flags(after.bot)).status).toBe(403));
  });
});

describe('a key', () => {
  test('expires by itself', async () => {
    const owner = await signUp(server, 'Brief');
    const past = await server.send('/api/keys', {
      as: owner,
      body: { name: 'Late', expiresAt: new Date(Date.now() - 60_000).toISOString() },
    });
    expect(past).toMatchObject({ status: 400, body: { errors: [{ path: 'expiresAt' }] } });
    const { bot } = await makeKey(owner, { expiresAt: new Date(Date.now() + 1_500).toISOString() });
    expect((await server.send('/api/me', { as: bot })).status).toBe(200);
    await vi.waitFor(async () => expect((await server.send('/api/me', { as: bot })).status).toBe(401), {
      timeout: 10_000,
    });
  });

  test('shows to the minute when it was used', async () => {
    const owner = await signUp(server, 'Used');
    const { bot, key } = await makeKey(owner);
    expect(key.lastUsedAt).toBeUndefined();
    await server.send('/api/me', { as: bot });
    await vi.waitFor(async () => {
      const [listed] = (await server.send('/api/keys', { as: owner })).body.keys;
      expect(listed.lastUsedAt).toMatch(/:00\.000Z$/);
    });
  });

  test('is one of so many', async () => {
    const owner = await signUp(server, 'Collector');
    const keys = await Promise.all(
      Array.from({ length: MAX_API_KEYS + 3 }, (_, i) =>
        server.send('/api/keys', { as: owner, body: { name: `Key ${i}` } }),
      ),
    );
    expect(keys.filter(({ status }) => status === 201)).toHaveLength(MAX_API_KEYS);
    const refused = keys.filter(({ status }) => status !== 201);
    for (const { body } of refused) expect(body.code).toBe('TOO_MANY_KEYS');
    const [{ key }] = keys.filter(({ status }) => status === 201).map(({ body }) => body);
    await server.send(`/api/keys/${key.id}`, { method: 'DELETE', as: owner });
    expect((await makeKey(owner)).key.name).toBe('Made');
  });

  test('that one server revokes is refused by another at once', async () => {
    const owner = await signUp(server, 'Twice');
    const { bot, key } = await makeKey(owner);
    const other = await startOn(server.database);
    const ask = () => send(`${other.url}/api/me`, { as: bot });
    expect((await ask()).status).toBe(200);
    await server.send(`/api/keys/${key.id}`, { method: 'DELETE', as: owner });
    await vi.waitFor(async () => expect((await ask()).status).toBe(401));
    await other.close();
  });
});

test.each(['Bearer', 'Bearer  ', 'Basic YTpi', 'Bearer two words', 'Bearer not-a-key'])(
  '"%s" is refused even where anyone may call',
  async (authorization) => {
    expect(await server.send('/api/feed', { headers: { authorization } })).toMatchObject({
      status: 401,
      body: { code: 'UNAUTHENTICATED' },
    });
  },
);
