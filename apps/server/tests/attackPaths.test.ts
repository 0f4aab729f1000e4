import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Person, signUp, startTestServer, type TestServer } from './fixtures/testServer.ts';

/** Files beside the web app, and fields that every object has. */

const secret = 'not for anybody';
let folder: string;
let server: TestServer;
let ana: Person;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mesh-paths-'));
  await mkdir(path.join(folder, 'dist', 'assets'), { recursive: true });
  await writeFile(path.join(folder, 'dist', 'index.html'), '<!doctype html><title>App</title>');
  await writeFile(path.join(folder, 'dist', 'assets', 'app.js'), 'app();');
  await writeFile(path.join(folder, 'dist', '.env'), secret);
  await writeFile(path.join(folder, 'secret.txt'), secret);
  server = await startTestServer({}, { webRoot: path.join(folder, 'dist') });
  ana = await signUp(server, 'Ana');
});
afterAll(async () => {
  await server.end();
  await rm(folder, { recursive: true });
});

/** As it is written: fetch would tidy the address up first. */
const get = (address: string): Promise<{ status: number; body: string }> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const asking = request({ hostname, port, path: address }, (answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => {
        body += part;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }));
    });
    asking.on('error', reject);
    asking.end();
  });

describe('a file outside of the web app', () => {
  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/..%5c..%5csecret.txt',
    '/assets/..\\..\\secret.txt',
    '/assets/%252e%252e/%252e%252e/secret.txt',
    '/assets/app.js%00.txt',
    '//etc/passwd',
    '/.env',
    '/%2eenv',
  ])('is not given away by %s', async (address) => {
    const { body } = await get(address);
    expect(body).not.toContain(secret);
    expect(body).not.toContain('root:');
  });

  test('while those of the app are', async () => {
    expect(await get('/assets/app.js')).toMatchObject({ status: 200, body: 'app();' });
  });
});

describe('a body that reaches for what every object has', () => {
  test.each([
    '{"body":"Hello.","__proto__":{"role":"admin"}}',
    '{"body":"Hello.","constructor":{"prototype":{"role":"admin"}}}',
    '{"body":"Hello.","prototype":{}}',
  ])('is refused: %s', async (body) => {
    expect((await server.send('/api/posts', { as: ana, body })).status).toBe(400);
    expect(({} as { role?: string }).role).toBeUndefined();
  });

  test('and an address that does so is none', async () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      expect((await server.send(`/api/users/${name}`)).status).toBeGreaterThanOrEqual(400);
      expect((await server.send(`/api/feed?${name}=1`)).status).toBeLessThan(500);
    }
  });
});
