import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from './fixtures/testServer.ts';

const html = { headers: { accept: 'text/html,*/*' } };
let server: TestServer;
let webRoot: string;
beforeAll(async () => {
  webRoot = mkdtempSync(path.join(tmpdir(), 'mesh-markets-web-'));
  mkdirSync(path.join(webRoot, 'assets'));
  writeFileSync(path.join(webRoot, 'index.html'), '<!doctype html><title>The app</title>');
  writeFileSync(path.join(webRoot, 'favicon.svg'), '<svg/>');
  writeFileSync(path.join(webRoot, 'assets', 'app-a1b2c3.js'), 'console.log("app")');
  server = await startTestServer({}, { webRoot });
});
afterAll(async () => {
  await server.end();
  rmSync(webRoot, { recursive: true });
});

describe('the web app', () => {
  test.each(['/', '/market/12', '/setup?token=abc', '/assets', '/a/b/c', '/users/some.body'])(
    'is one page at %s',
    async (address) => {
      const page = await server.send(address, html);
      expect(page.status).toBe(200);
      expect(page.body).toContain('<title>The app</title>');
      expect(page.headers.get('content-type')).toMatch(/^text\/html/);
      expect(page.headers.get('cache-control')).toBe('no-cache');
      expect(page.headers.get('content-security-policy')).toMatch(
        /script-src 'self';.*frame-ancestors 'none'/,
      );
      expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
      expect(page.headers.get('x-frame-options')).toBe('DENY');
    },
  );

  test('keeps built files for ever and asks again for the others', async () => {
    const built = await server.send('/assets/app-a1b2c3.js');
    expect(built.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(built.headers.get('content-type')).toMatch(/javascript/);
    const icon = await server.send('/favicon.svg');
    expect(icon.headers.get('cache-control')).toBe('no-cache');
    const again = await server.send('/favicon.svg', {
      // Without a word of its own fetch adds no-cache here, which asks for the whole file.
      headers: { 'if-none-match': icon.headers.get('etag') ?? '', 'cache-control': 'max-age=0' },
    });
    expect(again.status).toBe(304);
  });

  test('a file that is not there is not the page', async () => {
    expect(await server.send('/assets/old-000000.js')).toMatchObject({
      status: 404,
      body: { code: 'NOT_FOUND' },
    });
    expect((await server.send('/api/nothing', html)).status).toBe(404);
    expect((await server.send('/market/12', { ...html, method: 'POST' })).status).toBe(404);
  });

  test.each([
    '/../package.json',
    '/..%2f..%2fetc%2fpasswd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/assets/..%5c..%5cx',
    '/%00',
  ])('does not leave its directory for %s', async (address) => {
    const answer = await server.send(address);
    expect([400, 404]).toContain(answer.status);
    expect(JSON.stringify(answer.body)).not.toMatch(/root:|mesh-markets-server/);
  });
});

test('it can be installed under the name of the instance, with pictures that are there', async () => {
  const club = await startTestServer({ INSTANCE_NAME: 'Chess club' });
  const { headers, body: manifest } = await club.send('/manifest.webmanifest');
  expect(headers.get('content-type')).toBe('application/manifest+json; charset=utf-8');
  expect(manifest).toMatchObject({ name: 'Chess club', start_url: '/', scope: '/', display: 'standalone' });
  const publicFiles = path.join(import.meta.dirname, '..', '..', 'web', 'public');
  const named = manifest.icons.map(({ src }: { src: string }) => src);
  for (const file of [...named, '/apple-touch-icon.png']) {
    const png = readFileSync(path.join(publicFiles, file));
    const size = Number(/(\d+)\.png$/.exec(file)?.[1] ?? 180);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
  }
  await club.end();
});

test('where it is not built, a sentence says so and the API works', async () => {
  const bare = await startTestServer();
  const page = await bare.send('/', html);
  expect(page).toMatchObject({ status: 503, body: expect.stringContaining('npm run build') });
  expect((await bare.send('/api/instance')).status).toBe(200);
  await bare.end();
});
