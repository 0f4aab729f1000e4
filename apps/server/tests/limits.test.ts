import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addKey,
  addMarket,
  addTrader,
  inAnHour,
  newKey,
  type Person,
  password,
  signUp,
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
    expect((await trade(trader)).headers.get('ratelimit')).toBe(
      '"trades";r=2;t=60, "trades-by-address";r=149;t=60',
    );
    await trade(trader, { side: 'YES', credits: 1_000_000 });
    const last = await trade(trader);
    expect(last.status).toBe(200);
    expect(last.headers.get('ratelimit-policy')).toBe('"trades";q=3;w=60, "trades-by-address";q=150;w=60');
    const refused = await trade(trader);
    expect(refused).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('ratelimit')).toMatch(/^"trades";r=0;t=\d+, "trades-by-address";r=147/);
    expect((await trade(other)).status).toBe(200);
    const wallet = await server.send('/api/wallet', { as: trader });
    expect(wallet.status).toBe(200);
  });
});

describe('the limit of an address and of a key', () => {
  test('one network may do as much as so many people, and a key a part of what its owner may', async () => {
    const small = await startTestServer({
      COMMENTS_PER_MINUTE: '4',
      PEOPLE_PER_ADDRESS: '2',
      KEY_LIMIT_PERCENT: '50',
    });
    const { engine } = small;
    const owner = await signUp(small, 'Owner');
    const key = await addKey(engine, owner.me.id);
    const post = (await engine.createPost({ userId: owner.me.id, body: 'Hello.' })).answer;
    const say = (as: Person) =>
      small.send(`/api/posts/${post.id}/comments`, { as, headers: newKey(), body: { body: 'Hm.' } });

    expect((await say(key)).headers.get('ratelimit-policy')).toBe(
      '"comments";q=4;w=60, "comments-by-key";q=2;w=60, "comments-by-address";q=8;w=60',
    );
    expect((await say(key)).status).toBe(201);
    const spent = await say(key);
    expect(spent).toMatchObject({ status: 429, body: { detail: expect.stringContaining('API key') } });
    // What the key was refused counts for nobody, so half is left to its owner and to another key.
    expect((await say(owner)).status).toBe(201);
    expect((await say(await addKey(engine, owner.me.id))).status).toBe(201);
    expect((await say(owner)).status).toBe(429);

    const [ann, bob] = [await addTrader(engine, 'Ann'), await addTrader(engine, 'Bob')];
    for (const as of [ann, ann, bob, bob]) expect((await say(as)).status).toBe(201);
    const crowded = await say(await addTrader(engine, 'Eve'));
    expect(crowded).toMatchObject({ status: 429, body: { detail: expect.stringContaining('your network') } });
    expect(crowded.headers.get('ratelimit')).toMatch(/"comments";r=4.*"comments-by-address";r=0/);
    expect(Number(crowded.headers.get('retry-after'))).toBeGreaterThan(0);
    await small.end();
  });
});

describe('the limit of visitors', () => {
  test('is per address, for pages and answers alike, and not for those who are signed in', async () => {
    const small = await startTestServer({ REQUESTS_PER_MINUTE: '4', TRUST_PROXY: '1' });
    const from = (address: string, path: string, more: Readonly<Record<string, string>> = {}) =>
      small.send(path, { headers: { 'x-forwarded-for': address, ...more } });
    const trader = await addTrader(small.engine, 'Known');

    expect((await from('192.0.2.1', '/api/instance')).headers.get('ratelimit')).toBe('"requests";r=3;t=60');
    expect((await from('192.0.2.1', '/api/feed')).headers.get('ratelimit')).toBe(null);
    expect((await from('192.0.2.1', '/no-such-page')).status).toBe(404);
    expect((await from('192.0.2.1', '/api/feed', { cookie: 'mesh.session_token=forged.x' })).status).toBe(
      200,
    );
    for (const path of ['/api/feed', '/api/instance', '/', '/embed/market/1']) {
      const refused = await from('192.0.2.1', path);
      expect(refused, path).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect((await from('192.0.2.1', '/readyz')).status).toBe(200);
    expect((await from('192.0.2.2', '/api/instance')).status).toBe(200);
    for (let i = 0; i < 8; i += 1)
      expect((await from('192.0.2.3', '/api/wallet', trader.headers)).status).toBe(200);
    await small.end();
  });

  test('counts whoever shows keys that are none, before the database is asked', async () => {
    const small = await startTestServer({ REQUESTS_PER_MINUTE: '3', TRUST_PROXY: '1' });
    const guess = (i: number) =>
      small.send('/api/wallet', {
        headers: { 'x-forwarded-for': '192.0.2.4', authorization: `Bearer mm_${String(i).repeat(43)}` },
      });
    for (const i of [1, 2, 3]) expect((await guess(i)).status).toBe(401);
    expect(await guess(4)).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
    await small.end();
  });
});

describe('the limit of sign-ups', () => {
  test('is per address, with headers on what is done and on what is refused', async () => {
    const small = await startTestServer({
      SIGN_UPS_PER_HOUR: '1',
      SIGN_INS_PER_MINUTE: '5',
      TRUST_PROXY: '1',
    });
    const join = (email: string, address: string) =>
      small.send('/api/auth/sign-up/email', {
        headers: { 'x-forwarded-for': address },
        body: { name: 'New', email, password },
      });
    const first = await join('new1@example.org', '2001:db8::1');
    expect(first.status).toBe(201);
    expect(first.headers.get('ratelimit-policy')).toBe(
      '"sign-ins";q=5;w=60, "sign-ins-by-account";q=5;w=60, "sign-ups";q=1;w=3600',
    );
    // The same /64.
    const second = await join('new2@example.org', '2001:db8::2');
    expect(second).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
    expect(second.headers.get('ratelimit')).toMatch(/"sign-ins";r=4;.*"sign-ups";r=0;/);
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(3500);
    expect((await join('new2@example.org', '2001:db8:1::2')).status).toBe(201);
    await small.end();
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
      expect((await write(writer)).headers.get('ratelimit')).toContain(`"${name}";r=0;t=3600`);
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
