import { connect } from 'node:net';
import { openEngine } from '@mesh-markets/engine';
import { createTestDatabase } from '@mesh-markets/engine/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServer } from '../src/app.ts';
import { readSettings } from '../src/settings.ts';
import {
  type Answer,
  addMarket,
  authSecret,
  inAnHour,
  type Person,
  signUp,
  startTestServer,
  type TestServer,
} from './fixtures/testServer.ts';

let server: TestServer;
let person: Person;
let trade: string;
beforeAll(async () => {
  server = await startTestServer();
  const someone = await signUp(server, 'Someone');
  person = someone;
  trade = `/api/market/${await addMarket(server.engine, someone.me.id)}/trade`;
});
afterAll(() => server.end());

/** Every refusal has the same shape, names its request and repeats its status. */
const expectProblem = (answer: Answer, status: number, code: string): void => {
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.body).toMatchObject({
    type: `urn:mesh-markets:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    title: expect.any(String),
    status,
    code,
    requestId: answer.headers.get('x-request-id'),
  });
  expect(answer.status).toBe(status);
};

describe('a request that is not right', () => {
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    server.send(trade, { as: person, body, headers });

  test.each([
    ['malformed JSON', '{"side":"YES",'],
    ['NaN', '{"side":"YES","credits":NaN}'],
    ['a prototype', '{"__proto__":{"admin":true},"side":"YES","credits":5}'],
    ['a constructor', '{"constructor":{"prototype":{}},"side":"YES","credits":5}'],
    ['an empty body', ''],
    ['null', 'null'],
    ['a list', '[]'],
    ['a number', '5'],
  ])('%s is VALIDATION_FAILED', async (_what, body) => {
    expectProblem(await post(body), 400, 'VALIDATION_FAILED');
  });

  test.each([
    ['negative', -5],
    ['zero', 0],
    ['fractional', 1.5],
    ['above the limit', 1e9 + 1],
    ['huge', 1e18],
    ['infinite', '1e999'],
    ['a string', '"5"'],
    ['null', 'null'],
    ['a list', '[5]'],
  ])('credits that are %s are named', async (_what, credits) => {
    const answer = await post(`{"side":"YES","credits":${credits}}`);
    expectProblem(answer, 400, 'VALIDATION_FAILED');
    expect(answer.body.errors[0]).toEqual({ path: 'credits', message: expect.any(String) });
    expect(answer.body.detail).toContain('credits: ');
  });

  test.each([
    ['negative', -1],
    ['zero', 0],
    ['seven decimals', 0.1234567],
    ['huge', 1e300],
  ])('shares that are %s are named', async (_what, shares) => {
    const answer = await post({ side: 'YES', action: 'SELL', shares });
    expectProblem(answer, 400, 'VALIDATION_FAILED');
    expect(answer.body.errors).toMatchObject([{ path: 'shares' }]);
  });

  test('a field nobody knows is named', async () => {
    const answer = await post({ side: 'YES', credits: 5, price: 0.01, userId: '1' });
    expectProblem(answer, 400, 'VALIDATION_FAILED');
    expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual(['price', 'userId']);
  });

  test('another content type is UNSUPPORTED_MEDIA_TYPE', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'nonsense']) {
      const answer = await post('{"side":"YES","credits":5}', { 'content-type': type });
      expectProblem(answer, 415, 'UNSUPPORTED_MEDIA_TYPE');
    }
  });

  test('more than a route has use for is PAYLOAD_TOO_LARGE', async () => {
    const order = (length: number) => ({ side: 'YES', credits: 5, filler: 'x'.repeat(length) });
    expectProblem(await post(order(3 * 1024)), 400, 'VALIDATION_FAILED');
    expectProblem(await post(order(4 * 1024)), 413, 'PAYLOAD_TOO_LARGE');
    const words = (length: number) =>
      server.send('/api/posts', { as: person, body: { body: 'x'.repeat(length) } });
    expectProblem(await words(60 * 1024), 400, 'VALIDATION_FAILED');
    expectProblem(await words(64 * 1024), 413, 'PAYLOAD_TOO_LARGE');
  });

  test('a question of 141 characters is too long, of 140 is not', async () => {
    const ask = (question: string) =>
      server.send('/api/market', { as: person, body: { question, closesAt: inAnHour(), b: 50 } });
    const tooLong = await ask('🌧'.repeat(141));
    expectProblem(tooLong, 400, 'VALIDATION_FAILED');
    expect(tooLong.body.errors).toEqual([{ path: 'question', message: 'Must be at most 140 characters.' }]);
    expect((await ask('🌧'.repeat(140))).status).toBe(201);
  });

  test('a question that closes in the past or never is refused', async () => {
    for (const closesAt of ['2020-01-01T00:00:00Z', 'tomorrow', '2030-02-30T00:00:00Z', 1e12]) {
      const answer = await server.send('/api/market', { as: person, body: { question: 'When?', closesAt } });
      expectProblem(answer, 400, 'VALIDATION_FAILED');
      expect(answer.body.errors).toMatchObject([{ path: 'closesAt' }]);
    }
  });

  test('several mistakes are told together', async () => {
    const answer = await server.send('/api/market/abc/history?points=1&range=2d');
    expectProblem(answer, 400, 'VALIDATION_FAILED');
    expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual(['id', 'range', 'points']);
  });
});

describe('an address that is not right', () => {
  test.each(['/api', '/api/', '/api/nothing', '/api/market/1/nothing', '/apinothing', '/nothing.js'])(
    '%s is NOT_FOUND',
    async (path) => {
      expectProblem(await server.send(path), 404, 'NOT_FOUND');
    },
  );

  test('what is well-formed but not there is NOT_FOUND', async () => {
    for (const path of [
      '/api/market/999',
      '/api/posts/999',
      '/api/users/nobody_here',
      '/api/market/999/trades',
    ]) {
      expectProblem(await server.send(path), 404, 'NOT_FOUND');
    }
    const order = { as: person, body: { side: 'YES', credits: 5 } };
    expectProblem(await server.send('/api/market/999/trade', order), 404, 'NOT_FOUND');
  });

  test('another method is METHOD_NOT_ALLOWED and told which', async () => {
    const answer = await server.send('/api/market', { method: 'PUT', body: {} });
    expectProblem(answer, 405, 'METHOD_NOT_ALLOWED');
    expect(answer.headers.get('allow')).toBe('POST');
    const me = await server.send('/api/me', { method: 'DELETE' });
    expect(me.headers.get('allow')).toBe('GET, PATCH');
  });

  test('a broken escape is VALIDATION_FAILED', async () => {
    expectProblem(await server.send('/api/users/%E0%A4%A'), 400, 'VALIDATION_FAILED');
  });
});

describe('a fault of ours', () => {
  test('tells the sender nothing but that it happened', async () => {
    const database = await createTestDatabase();
    const { engine, pool, close } = await openEngine(database.url);
    const settings = readSettings({ AUTH_SECRET: authSecret });
    const { app } = await createServer({
      settings,
      authSecret,
      pool,
      engine,
      log: pino({ level: 'silent' }),
    });
    await close();
    const body = { name: 'Ann', email: 'ann@example.org', password: 'correct horse battery' };
    for (const answer of [
      await app.inject('/api/market/1'),
      await app.inject({ method: 'POST', url: '/api/auth/sign-up/email', payload: body }),
    ]) {
      expect(answer.statusCode).toBe(500);
      expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
      expect(answer.json()).toEqual({
        type: 'urn:mesh-markets:problem:internal',
        title: 'Something went wrong on our side. Please try again.',
        status: 500,
        code: 'INTERNAL',
        requestId: expect.any(String),
      });
    }
    await app.close();
    await database.drop();
  });

  test('what is not even HTTP is answered and closed', async () => {
    const { port } = new URL(server.url);
    const text = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('nonsense\r\n\r\n'));
      let got = '';
      socket.on('data', (data) => {
        got += data;
      });
      socket.on('end', () => resolve(got));
      socket.on('error', reject);
    });
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect((await server.send('/healthz')).status).toBe(200);
  });
});
