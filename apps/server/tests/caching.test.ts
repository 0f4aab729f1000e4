import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMarket, addTrader, newKey, startTestServer, type TestServer } from './fixtures/testServer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.end());

describe('a market', () => {
  test('is answered with 304 until something changes', async () => {
    const trader = await addTrader(server.engine, 'Watcher');
    const path = `/api/market/${await addMarket(server.engine, trader.userId)}`;
    const first = await server.send(path);
    const tag = first.headers.get('etag') ?? '';
    expect(tag).toMatch(/^W\/"[\w-]+"$/);
    const watch = (known: string) => server.send(path, { headers: { 'if-none-match': known } });
    const same = await watch(tag);
    expect(same).toMatchObject({ status: 304, body: '' });
    expect(same.headers.get('etag')).toBe(tag);
    expect((await watch(`"other", ${tag}`)).status).toBe(304);
    await server.send(`${path}/trade`, { as: trader, headers: newKey(), body: { side: 'YES', credits: 9 } });
    const changed = await watch(tag);
    expect(changed.status).toBe(200);
    expect(changed.body.market.version).toBe(first.body.market.version + 1);
  });

  test('may be kept by a cache for visitors, and never for a person', async () => {
    const trader = await addTrader(server.engine, 'Private');
    const path = `/api/market/${await addMarket(server.engine, trader.userId)}`;
    const visitor = await server.send(path);
    const person = await server.send(path, { as: trader });
    expect(visitor.headers.get('cache-control')).toBe('public, max-age=1, stale-while-revalidate=60');
    expect(person.headers.get('cache-control')).toBe('private, no-cache');
    expect(visitor.headers.get('vary')).toContain('Cookie, Authorization');
    expect(visitor.body.market.viewer).toBeUndefined();
    expect(person.body.market.viewer).toMatchObject({ canTrade: true, canClose: true });
    expect(person.headers.get('etag')).not.toBe(visitor.headers.get('etag'));
  });
});

test('what belongs to a person is not stored', async () => {
  const trader = await addTrader(server.engine, 'Wallet');
  expect((await server.send('/api/wallet', { as: trader })).headers.get('cache-control')).toBe(
    'private, no-cache',
  );
  const posted = await server.send('/api/posts', { as: trader, headers: newKey(), body: { body: 'Hello.' } });
  expect(posted.headers.get('cache-control')).toBe('no-store');
});

test('a page for everybody is compressed as each visitor takes it, and stays the same page', async () => {
  const trader = await addTrader(server.engine, 'Packer');
  const id = await addMarket(server.engine, trader.userId);
  for (let n = 0; n < 12; n += 1) {
    const body = { side: 'YES', credits: 5 };
    await server.send(`/api/market/${id}/trade`, { as: trader, headers: newKey(), body });
  }
  const ask = (accepted: string) =>
    fetch(`${server.url}/api/market/${id}`, { headers: { 'accept-encoding': accepted } });
  const plain = await ask('identity');
  const page = await plain.json();
  for (const [accepted, expected] of [
    ['gzip, deflate, br', 'br'],
    ['br;q=0, GZIP;q=0.5', 'gzip'],
    ['zstd, *;q=0', null],
  ] as const) {
    const packed = await ask(accepted);
    expect(packed.headers.get('content-encoding')).toBe(expected);
    expect(packed.headers.get('vary')).toContain('Accept-Encoding');
    expect(packed.headers.get('etag')).toBe(plain.headers.get('etag'));
    expect(await packed.json()).toEqual(page);
  }
});

test('long answers are compressed for those who take it, the answer to a trade never', async () => {
  const trader = await addTrader(server.engine, 'Zip');
  const path = `/api/market/${await addMarket(server.engine, trader.userId)}`;
  const encoding = async (url: string, init: RequestInit = {}): Promise<string | null> =>
    (await fetch(server.url + url, init)).headers.get('content-encoding');
  expect(await encoding('/api/openapi.json', { headers: { 'accept-encoding': 'gzip' } })).toBe('gzip');
  expect(await encoding('/api/openapi.json', { headers: { 'accept-encoding': 'identity' } })).toBeNull();
  const body = JSON.stringify({ side: 'YES', credits: 5 });
  const headers = { ...trader.headers, ...newKey(), 'content-type': 'application/json' };
  expect(await encoding(`${path}/trade`, { method: 'POST', headers, body })).toBeNull();
});
