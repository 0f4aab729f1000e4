import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type MailServer, startMailServer } from './fixtures/mailServer.ts';
import { linkIn, mailSettings } from './fixtures/mailSettings.ts';
import {
  addMarket,
  authSecret,
  newKey,
  password,
  signUp,
  startTestServer,
  type TestServer,
} from './fixtures/testServer.ts';

const lines: string[] = [];
let mail: MailServer;
let server: TestServer;

beforeAll(async () => {
  mail = await startMailServer();
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  server = await startTestServer(
    mailSettings(mail.port, {
      METRICS_TOKEN: 'a-token-for-prometheus',
      MARKET_CRON_SECRET: 'a-secret-for-cron-jobs',
    }),
    { log },
  );
});
afterAll(async () => {
  await server.end();
  await mail.close();
});

test('a session from the sign-up to the new password leaves no secret in the log, however much is logged', async () => {
  const ana = await signUp(server, 'Ana');
  const made = await server.send('/api/keys', { as: ana, body: { name: 'Bot', scopes: ['read', 'trade'] } });
  expect(made.status).toBe(201);
  const key = { headers: { authorization: `Bearer ${made.body.secret}` } };
  const market = await addMarket(server.engine, ana.me.id);
  const trade = (credits: number) =>
    server.send(`/api/market/${market}/trade`, {
      as: key,
      headers: newKey(),
      body: { side: 'YES', credits },
    });
  expect((await trade(10)).status).toBe(200);
  expect((await trade(1_000_000)).status).toBe(402);

  const signIn = (body: unknown) => server.send('/api/auth/sign-in/email', { body });
  const wrong = 'a wrong horse battery';
  expect((await signIn({ email: ana.email, password: wrong })).status).toBe(401);
  // A body that breaks off, one that is no JSON, and one whose field is wrong, each with a password in it.
  for (const body of [`{"email":"x","password":"${wrong}`, `password=${wrong}`]) {
    expect((await signIn(body)).status).toBe(400);
  }
  expect((await signIn({ email: 7, password: wrong })).status).toBe(400);
  await server.send('/metrics', { headers: { authorization: 'Bearer a-token-for-prometheus' } });
  await server.send('/api/cron/close-markets', {
    method: 'POST',
    headers: { authorization: 'Bearer a-secret-for-cron-jobs' },
  });

  expect(
    (await server.send('/api/auth/request-password-reset', { body: { email: ana.email } })).status,
  ).toBeLessThan(300);
  const letter = await vi.waitFor(() => {
    const found = mail.to(ana.email).find(({ text }) => text?.includes('/reset-password'));
    if (found === undefined) throw new Error('no letter yet');
    return found;
  }, 20_000);
  const token = linkIn(letter, '/reset-password');
  const chosen = 'quite another horse battery';
  expect(
    (await server.send('/api/auth/reset-password', { body: { token, newPassword: chosen } })).status,
  ).toBe(204);
  expect(
    (await server.send('/api/auth/reset-password', { body: { token, newPassword: chosen } })).status,
  ).toBe(410);

  const log = lines.join('');
  expect(lines.length).toBeGreaterThan(10);
  const cookie = ana.headers.cookie!.split('=')[1]!;
  const secrets = {
    password,
    wrong,
    chosen,
    cookie,
    decoded: decodeURIComponent(cookie),
    session: decodeURIComponent(cookie).split('.')[0]!,
    key: made.body.secret as string,
    token,
    authSecret,
    metrics: 'a-token-for-prometheus',
    cron: 'a-secret-for-cron-jobs',
    setup: server.setupToken!,
  };
  for (const [name, secret] of Object.entries(secrets)) expect(log.includes(secret), name).toBe(false);
});

test('a refusal is found in the log by the id its answer carries', async () => {
  const refused = await server.send('/api/market/999999');
  const id = refused.headers.get('x-request-id');
  expect(refused.body.requestId).toBe(id);
  const found = lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ reqId }) => reqId === id);
  expect(found).toMatchObject([{ code: 'NOT_FOUND', msg: 'refused' }]);
});

test('every line is one object with a level, a time and a message', () => {
  for (const line of lines) {
    expect(JSON.parse(line)).toMatchObject({ level: expect.any(Number), time: expect.any(Number) });
    expect(line.endsWith('\n')).toBe(true);
  }
});
