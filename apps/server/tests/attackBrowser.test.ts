import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Route, routes } from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authRoutes } from '../src/auth/authRoutes.ts';
import {
  addMarket,
  type Person,
  send,
  signUp,
  startOn,
  startTestServer,
  type TestServer,
} from './fixtures/testServer.ts';

/*
 * What a site elsewhere on the web can make a visitor's browser do, and what stands between a page and the scripts of strangers. Each
 * test is one way in; docs/design/threat-model.md lists them.
 */

const webRoot = mkdtempSync(path.join(tmpdir(), 'mesh-markets-web-'));
let server: TestServer;
let victim: Person;
let marketId: string;

beforeAll(async () => {
  writeFileSync(path.join(webRoot, 'index.html'), '<!doctype html><title>App</title>');
  writeFileSync(path.join(webRoot, 'a.js'), 'true');
  server = await startTestServer({}, { webRoot });
  const person = await signUp(server, 'Victim');
  victim = person;
  marketId = await addMarket(server.engine, person.me.id);
});
afterAll(async () => {
  await server.end();
  rmSync(webRoot, { recursive: true });
});

const writes: [string, Route][] = Object.entries<Route>({ ...routes, ...authRoutes }).filter(
  ([, { method, access }]) => method !== 'GET' && access !== 'cron',
);
const addressOf = ({ path: address }: Route): string =>
  address
    .replace('{handle}', 'victim')
    .replace('{token}', 'x'.repeat(40))
    .replaceAll(/\{\w+\}/g, marketId);

describe('a form or script of another site', () => {
  const origins: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1' },
    { origin: '' },
  ];

  test.each(writes)('cannot have %s done', async (_name, route) => {
    for (const headers of origins) {
      const answer = await server.send(addressOf(route), {
        method: route.method,
        as: victim,
        headers,
        body: {},
      });
      expect([headers, answer.status, answer.body.code]).toEqual([headers, 403, 'FORBIDDEN']);
    }
  });

  const forms = ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain'];
  test.each(writes)(
    'cannot speak to %s as a form does, whatever it says of its origin',
    async (_name, route) => {
      for (const type of forms.slice(route.acceptsForm ? 1 : 0)) {
        const headers = { 'content-type': type };
        const sent = { method: route.method, as: victim, headers, body: '{"a":1}' };
        expect([type, (await server.send(addressOf(route), sent)).status]).toEqual([type, 415]);
      }
    },
  );

  test('is told nothing it could read: no answer of the API names a foreign origin', async () => {
    for (const method of ['GET', 'OPTIONS', 'POST']) {
      const headers = {
        origin: 'https://evil.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      };
      const answer = await server.send('/api/me', { method, as: victim, headers });
      for (const name of answer.headers.keys()) expect(name).not.toMatch(/^access-control-/);
    }
  });
});

/** Every kind of answer there is: pages, frames, documents, files, data, refusals. */
const answers = (): Record<string, string> => ({
  page: '/',
  market: `/market/${marketId}`,
  'any other address': '/no/such/page',
  file: '/a.js',
  'missing file': '/missing.js',
  docs: '/api/docs',
  'docs, a file of theirs': '/api/docs/static/swagger-ui.css',
  document: '/api/openapi.json',
  data: '/api/feed',
  frame: `/embed/market/${marketId}`,
  'missing frame': '/embed/market/999999',
  picture: `/api/market/${marketId}/image.png`,
  refusal: '/api/me',
  'bad escape': '/api/users/%E0%A4%A',
  health: '/healthz',
});

describe('every answer', () => {
  test('lets no stranger’s script or style run, and is what it says it is', async () => {
    for (const [kind, address] of Object.entries(answers())) {
      const { headers } = await server.send(address, { headers: { accept: 'text/html' } });
      const policy = headers.get('content-security-policy') ?? 'none';
      expect([kind, policy]).toEqual([kind, expect.stringMatching(/default-src '(none|self)'/)]);
      expect([kind, policy]).toEqual([kind, expect.not.stringMatching(/unsafe|\*(?!$)|http:|blob:/)]);
      expect([kind, headers.get('x-content-type-options')]).toEqual([kind, 'nosniff']);
      const framed = kind.endsWith('frame') ? '*' : "'none'";
      expect([kind, /frame-ancestors ([^;]+)/.exec(policy)?.[1]]).toEqual([kind, framed]);
    }
  });

  test('has no script or style in its markup but those the policy knows by their digest', async () => {
    for (const address of ['/api/docs', `/embed/market/${marketId}`, '/embed/market/999999']) {
      const { body } = await server.send(address, { headers: { accept: 'text/html' } });
      expect(body).toContain('<html');
      expect(body).not.toMatch(/<[^>]+\s(on\w+|style)=/);
      const inline = [...body.matchAll(/<(script|style)\b(?![^>]*\ssrc=)[^>]*>/g)];
      expect(inline.length).toBe(address.startsWith('/embed') ? 2 : 0);
    }
  });

  test('behind https may only ever be asked for by https, and its cookie is this host’s alone', async () => {
    const site = 'https://markets.example.org';
    const secure = await startOn(server.database, { PUBLIC_URL: site }, { webRoot });
    for (const address of Object.values(answers())) {
      const { headers } = await send(secure.url + address, { headers: { accept: 'text/html' } });
      expect([address, headers.get('strict-transport-security')]).toEqual([address, 'max-age=31536000']);
    }
    const body = { name: 'Host', email: 'host@example.org', password: 'correct horse battery' };
    const { headers } = await send(`${secure.url}/api/auth/sign-up/email`, {
      headers: { origin: site },
      body,
    });
    for (const cookie of headers.getSetCookie()) {
      expect(cookie).toMatch(/^__(Host|Secure)-mesh\./);
      expect(cookie).toMatch(/; HttpOnly/);
      expect(cookie).toMatch(/; Secure/);
      expect(cookie).toMatch(/; SameSite=(Lax|Strict)/);
      expect(cookie).not.toMatch(/domain=/i);
    }
    await secure.close();
  });
});

describe('a shared cache', () => {
  test('is never told of a foreign host, and never given what is one person’s', async () => {
    const odd = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      'x-original-url': '/api/me',
      'x-rewrite-url': '/api/me',
      'x-http-method-override': 'DELETE',
      forwarded: 'host=evil.example',
    };
    for (const address of [
      '/api/feed',
      `/api/market/${marketId}`,
      `/market/${marketId}`,
      `/embed/market/${marketId}`,
    ]) {
      const headers = { accept: 'text/html,application/json', ...odd };
      const poisoned = await server.send(address, { headers });
      expect(poisoned.status).toBe(200);
      const plain = await server.send(address, { headers: { accept: 'text/html,application/json' } });
      for (const { body } of [poisoned, plain]) expect(JSON.stringify(body)).not.toContain('evil.example');
    }
  });

  test('has another entry for another query, and refuses what it does not know where it would matter', async () => {
    const first = await server.send('/api/feed?limit=1');
    const other = await server.send('/api/feed?limit=1&limit=100');
    expect(first.status).toBe(200);
    expect(other.status).toBe(400);
    expect((await server.send('/api/feed?limit=1')).body).toEqual(first.body);
    const trap = await server.send('/api/feed?__proto__[limit]=1&constructor=1');
    expect(trap.status).toBe(200);
    expect(trap.body.posts[0].limit).toBeUndefined();
  });

  test('keeps apart by an empty cookie or key as well', async () => {
    for (const headers of [{ cookie: '' }, { cookie: 'x' }]) {
      const { headers: given } = await server.send('/api/feed', { headers });
      expect(given.get('cache-control')).toMatch(/private|public/);
      expect(given.get('vary')).toContain('Cookie, Authorization');
    }
    expect((await server.send('/api/feed', { headers: { authorization: '' } })).status).not.toBe(500);
  });
});

/** What comes back over one connection on which these very bytes were sent. */
const exchange = (bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname, () => socket.end(bytes));
    let got = '';
    socket.on('data', (data) => {
      got += data;
    });
    socket.on('close', () => resolve(got));
    socket.on('error', reject);
  });

describe('two requests made to look like one', () => {
  const smuggled = 'GET /healthz?smuggled HTTP/1.1\r\nHost: x\r\n\r\n';
  const head = 'POST /api/market/1/quote HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

  test.each([
    [
      'a length and chunks',
      `${head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
    ],
    ['two lengths', `${head}Content-Length: 0\r\nContent-Length: ${smuggled.length}\r\n\r\n${smuggled}`],
    ['a length that is none', `${head}Content-Length: +0\r\n\r\n${smuggled}`],
    ['chunks in disguise', `${head}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${smuggled}`],
    ['chunks of a size that is none', `${head}Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n${smuggled}`],
    [
      'a header that is continued',
      `${head}X: a\r\n Transfer-Encoding: chunked\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n${smuggled}`,
    ],
    ['a space before the colon', `${head}Content-Length : 0\r\n\r\n${smuggled}`],
    [
      'lines without a return',
      `${head}X: a\nTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n${smuggled}`,
    ],
  ])('%s: the connection ends, and the second is not answered', async (_what, bytes) => {
    const answer = await exchange(bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(answer.match(/HTTP\/1\.1 \d{3}/g)).toHaveLength(1);
    expect(answer).not.toContain('"ok":true');
  });

  test('where they are two, both are answered: so the above shows something', async () => {
    const answer = await exchange(`${head}Content-Length: 2\r\n\r\n{}${smuggled}`);
    expect(answer.match(/HTTP\/1\.1 \d{3}/g)).toHaveLength(2);
  });
});
