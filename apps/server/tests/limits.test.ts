import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addMarket,
  addTrader,
  inAnHour,
  newKey,
  type Person,
  startTestServer,
  type TestServer,
} from './fixtures/testServer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ TRADES_PER_MINUTE: '3', SIGN_INS_PER_MINUTE: '2', TRUST_PROXY: '1' });
});
afterAll(() => server.end());

describe('the limit of trades', () => {
  test('is per person, with headers that say when to come back', async () => {
    const trader = await addTrader(server.engine, 'Fast');
    const other = await addTrader(server.engine, 'Other');
    const path = `/api/market/${await addMarket(server.engine, trader.userId)}/trade`;
    const trade = (as: Person, body: unknown = { side: 'YES', credits: 5 }) =>
      server.send(path, { as, headers: newKey(), body });
    expect((await trade(trader)).headers.get('ratelimit')).toBe('"trades";r=2;t=60');
    await trade(trader, { side: 'YES', credits: 1_000_000 });
    const last = await trade(trader);
    expect(last.status).toBe(200);
    expect(last.headers.get('ratelimit-policy')).toBe('"trades";q=3;w=60');
    const refused = await trade(trader);
    expect(refused).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('ratelimit')).toMatch(/^"trades";r=0;t=\d+$/);
    expect((await trade(other)).status).toBe(200);
    const wallet = await server.send('/api/wallet', { as: trader });
    expect(wallet.status).toBe(200);
  });
});

describe('the limits of posts and markets', () => {
  test('are per person, each by itself', async () => {
    const small = await startTestServer({ POSTS_PER_HOUR: '1', MARKETS_PER_HOUR: '1' });
    const [writer, other] = [await addTrader(small.engine, 'Writer'), await addTrader(small.engine, 'Other')];
    const post = (as: Person) =>
      small.send('/api/posts', { as, headers: newKey(), body: { body: 'Hello.' } });
    const ask = (as: Person) => {
      const body = { question: 'Is it so?', closesAt: inAnHour(), b: 50 };
      return small.send('/api/market', { as, headers: newKey(), body });
    };
    for (const [name, write] of [
      ['posts', post],
      ['markets', ask],
    ] as const) {
      expect((await write(writer)).headers.get('ratelimit')).toBe(`"${name}";r=0;t=3600`);
      const refused = await write(writer);
      expect(refused).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3500);
      expect((await write(other)).status).toBe(201);
    }
    await small.end();
  });
});

describe('the limit of sign-ins', () => {
  const signIn = (email: string, address: string) =>
    server.send('/api/auth/sign-in/email', {
      headers: { 'x-forwarded-for': address },
      body: { email, password: 'guess guess guess' },
    });

  test('is per network address', async () => {
    expect((await signIn('a@example.org', '192.0.2.1')).status).toBe(401);
    expect((await signIn('b@example.org', '192.0.2.1')).status).toBe(401);
    const refused = await signIn('c@example.org', '192.0.2.1');
    expect(refused).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await signIn('c@example.org', '192.0.2.2')).status).toBe(401);
  });

  test('believes the proxy and not what the visitor says before it', async () => {
    const spoof = (i: number) => signIn(`spoof${i}@example.org`, `203.0.113.${i}, 192.0.2.9`);
    expect((await spoof(1)).status).toBe(401);
    expect((await spoof(2)).status).toBe(401);
    expect((await spoof(3)).status).toBe(429);
  });

  test('and per account, from wherever', async () => {
    expect((await signIn('victim@example.org', '198.51.100.1')).status).toBe(401);
    expect((await signIn('VICTIM@example.org', '198.51.100.2')).status).toBe(401);
    expect((await signIn('victim@example.org', '198.51.100.3')).status).toBe(429);
  });
});
