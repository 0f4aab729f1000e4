import { afterAll, beforeAll, expect, test } from 'vitest';
import { newKey, signUp, startTestServer, type TestServer } from './fixtures/testServer.ts';

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

test.each(['Bearer', 'Bearer  ', 'Basic YTpi', 'Bearer two words', 'Bearer not-a-key'])(
  '"%s" is refused even where anyone may call',
  async (authorization) => {
    expect(await server.send('/api/feed', { headers: { authorization } })).toMatchObject({
      status: 401,
      body: { code: 'UNAUTHENTICATED' },
    });
  },
);
