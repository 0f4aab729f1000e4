import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
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
let person: Person;
beforeAll(async () => {
  server = await startTestServer();
  person = await signUp(server, 'Victim');
});
afterAll(() => server.end());

const post = (headers: Record<string, string>, as: Person = person) =>
  server.send('/api/posts', { as, headers, body: { body: 'Hello.' } });

describe('a write from a browser', () => {
  test.each([
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
    [{ 'sec-fetch-site': 'none' }],
    [{ 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
  ])('of another site is refused: %o', async (headers) => {
    expect(await post(headers)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
  });

  test('of the site itself is taken', async () => {
    expect((await post({ 'sec-fetch-site': 'same-origin' })).status).toBe(201);
    expect(
      (await post({ origin: server.url.replace('localhost', new URL(server.url).hostname) })).status,
    ).toBe(201);
  });

  test('by a form is refused even without those headers', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await server.send('/api/posts', { as: person, headers, body: 'body=Hello' })).status).toBe(415);
  });

  test('of another site cannot sign anybody in or out', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' };
    for (const path of ['sign-in/email', 'sign-up/email', 'sign-out', 'change-password']) {
      expect((await server.send(`/api/auth/${path}`, { headers, body: {} })).status).toBe(403);
    }
  });
});

test('a script without a browser is taken, with its cookie or its key', async () => {
  expect((await post({})).status).toBe(201);
  const trader = await addTrader(server.engine, 'Script');
  expect((await post({ ...newKey(), 'sec-fetch-site': 'cross-site' }, trader)).status).toBe(201);
});

test('the public address is what counts, where one is set', async () => {
  const proxied = await startOn(server.database, { PUBLIC_URL: 'http://markets.example.org' });
  const answer = (origin: string) =>
    send(`${proxied.url}/api/posts`, { as: person, headers: { origin }, body: { body: 'Hello.' } });
  expect((await answer('http://markets.example.org')).status).toBe(201);
  expect((await answer(proxied.url)).status).toBe(403);
  await proxied.close();
});
