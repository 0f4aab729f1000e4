import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { type FeatureName, marketTopic, type SetFlagBody } from '@mesh-markets/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { RunningServer } from '../src/startServer.ts';
import { openLive } from './fixtures/liveReader.ts';
import {
  addMarket,
  addTrader,
  inAnHour,
  newKey,
  type Person,
  send,
  signUp,
  startOn,
  startTestServer,
  type TestServer,
} from './fixtures/testServer.ts';

/** What a switch promises to every process. */
const within = { timeout: 5_000, interval: 50 };

let first: TestServer;
let second: RunningServer;
let admin: Person;
let inside: Awaited<ReturnType<typeof addTrader>>;
let outside: Awaited<ReturnType<typeof addTrader>>;
let marketId: Awaited<ReturnType<typeof addMarket>>;

beforeAll(async () => {
  first = await startTestServer();
  second = await startOn(first.database);
  const boss = await signUp(first, 'Boss');
  await first.engine.grantAdmin({ userId: boss.me.id });
  admin = { headers: boss.headers };
  inside = await addTrader(first.engine, 'Inside');
  outside = await addTrader(first.engine, 'Outside');
  marketId = await addMarket(first.engine, inside.userId);
  await first.engine.createPost({ userId: outside.userId, body: 'Words about a market of vegetables.' });
});
afterAll(async () => {
  await second.close();
  await first.end();
});

const turn = async (name: FeatureName, change: SetFlagBody) => {
  const { status, body } = await first.send(`/api/admin/flags/${name}`, {
    method: 'PATCH',
    as: admin,
    body: change,
  });
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
};

afterEach(async () => {
  for (const { name } of await first.engine.listFlags())
    await turn(name, { enabled: true, percentage: 100, allowed: [] });
  await vi.waitFor(async () => {
    const { body } = await send(`${second.url}/api/features`);
    expect(Object.values(body).every(Boolean)).toBe(true);
  }, within);
});

const buy = (url: string, as: Person) =>
  send(`${url}/api/market/${marketId}/trade`, { as, headers: newKey(), body: { side: 'YES', credits: 5 } });

const elsewhere = (route: string, as?: Person) => send(`${second.url}${route}`, { ...(as && { as }) });

describe('a switch turned on one server', () => {
  test('stops trading on the other within five seconds, and lets it go on again', async () => {
    expect((await buy(second.url, inside)).status).toBe(200);
    await turn('trading', { enabled: false, reason: 'An odd price.' });
    expect((await buy(first.url, inside)).body.code).toBe('TRADING_DISABLED');
    await vi.waitFor(async () => {
      expect((await buy(second.url, inside)).body.code).toBe('TRADING_DISABLED');
    }, within);
    expect((await elsewhere('/api/features')).body).toMatchObject({ trading: false, creation: true });
    await turn('trading', { enabled: true });
    await vi.waitFor(async () => expect((await buy(second.url, inside)).status).toBe(200), within);
  });

  test('still tells what was traded before it, to the same command', async () => {
    const again = { as: inside, headers: newKey(), body: { side: 'YES', credits: 5 } };
    const done = await send(`${first.url}/api/market/${marketId}/trade`, again);
    await turn('trading', { enabled: false });
    const repeated = await send(`${first.url}/api/market/${marketId}/trade`, again);
    expect(repeated.body).toEqual(done.body);
    expect(repeated.headers.get('idempotency-replayed')).toBe('true');
    expect((await buy(first.url, inside)).body.code).toBe('TRADING_DISABLED');
  });

  test('stops sign-up before anything is written', async () => {
    await turn('signUp', { enabled: false });
    const email = `late-${randomUUID()}@example.org`;
    const ask = { body: { name: 'Late', email, password: 'correct horse battery' } };
    await vi.waitFor(async () => {
      expect((await elsewhere('/api/features')).body.signUp).toBe(false);
    }, within);
    expect((await send(`${second.url}/api/auth/sign-up/email`, ask)).body.code).toBe('FEATURE_DISABLED');
    const { rows } = await first.database.pool.query('select from auth_user where email = $1', [email]);
    expect(rows).toEqual([]);
  });

  test('stops questions and verdicts', async () => {
    const question = { question: 'Is it off?', closesAt: inAnHour(), b: 50 };
    const asking = () => first.send('/api/market', { as: inside, headers: newKey(), body: question });
    await turn('creation', { enabled: false });
    expect((await asking()).body.code).toBe('FEATURE_DISABLED');
    await turn('creation', { enabled: true });
    expect((await asking()).status).toBe(201);
    await turn('resolution', { enabled: false });
    const closing = { as: inside, headers: newKey(), body: {} };
    expect((await first.send(`/api/market/${marketId}/close`, closing)).body.code).toBe('FEATURE_DISABLED');
  });
});

/** What there is of markets. */
const reads = () => [
  `/api/market/${marketId}`,
  `/api/market/${marketId}/trades`,
  `/api/market/${marketId}/history`,
  `/api/market/${marketId}/holders`,
  `/api/market/${marketId}/trades.csv`,
  `/api/posts/${marketId}`,
  '/api/leaderboard',
  '/api/topics',
  '/api/movers',
];

describe('markets that are open to some', () => {
  test('are not there for anybody else', async () => {
    await turn('predictionMarkets', { percentage: 0, allowed: ['inside'] });
    await vi.waitFor(async () => {
      expect((await elsewhere(`/api/market/${marketId}`)).status).toBe(404);
      expect((await elsewhere(`/api/market/${marketId}`, outside)).status).toBe(404);
    }, within);
    for (const route of reads()) {
      const statuses = [undefined, outside, inside].map(async (as) => (await elsewhere(route, as)).status);
      expect([route, ...(await Promise.all(statuses))]).toEqual([route, 404, 404, 200]);
    }
    expect((await elsewhere('/api/portfolio', outside)).status).toBe(404);
    expect((await elsewhere('/api/portfolio', inside)).status).toBe(200);
    for (const route of [`/api/market/${marketId}/image.png`, `/embed/market/${marketId}`])
      expect((await elsewhere(route)).status).toBe(404);
    expect((await buy(second.url, outside)).body.code).toBe('FEATURE_DISABLED');
    expect((await buy(second.url, inside)).status).toBe(200);
  });

  test('leave a feed and a search that work', async () => {
    await turn('predictionMarkets', { percentage: 0, allowed: ['inside'] });
    for (const as of [undefined, outside]) {
      const sent = as && { as };
      const types = async (route: string) =>
        (await first.send(route, sent)).body.posts.map(({ type }: { type: string }) => type);
      expect(await types('/api/feed')).toEqual(['TEXT']);
      expect(await types('/api/feed?type=PREDICTION')).toEqual([]);
      expect(await types('/api/search?query=market')).toEqual(['TEXT']);
    }
    const { body } = await first.send('/api/feed', { as: inside });
    expect(body.posts.length).toBeGreaterThan(1);
    const written = await first.send('/api/posts', {
      as: outside,
      headers: newKey(),
      body: { body: 'Still here.' },
    });
    expect(written.status).toBe(201);
  });

  test('fall silent in the live stream', async () => {
    const reader = await openLive(second.url, outside);
    reader.subscribe(marketTopic(marketId));
    await reader.hearsOf('snapshot');
    await turn('predictionMarkets', { enabled: false });
    await vi.waitFor(() => expect(reader.heard.at(-1)).toMatchObject({ code: 'NOT_FOUND' }), within);
    reader.clear();
    reader.subscribe(marketTopic(marketId));
    expect(await reader.hearsOf('error')).toMatchObject({ code: 'NOT_FOUND' });
    reader.close();
  });
});

describe('the switches', () => {
  test('are an admin’s, at a browser', async () => {
    expect((await first.send('/api/admin/flags', { as: outside })).status).toBe(403);
    const { body } = await first.send('/api/admin/flags', { as: admin });
    expect(body.flags.map(({ name }: { name: string }) => name)).toContain('trading');
    const change = { method: 'PATCH', body: { enabled: false } };
    expect((await first.send('/api/admin/flags/trading', { ...change, as: outside })).status).toBe(403);
    expect(await turn('creation', { enabled: false, reason: 'Too many.' })).toMatchObject({
      enabled: false,
      reason: 'Too many.',
      changedBy: { handle: 'boss' },
    });
  });

  test('can be joined by a provider of somebody else’s, which cannot open what we closed', async () => {
    const file = path.join(import.meta.dirname, 'fixtures', 'flagsProvider.ts');
    const third = await startOn(first.database, { FLAGS_PROVIDER: file });
    const features = async (as?: Person) =>
      (await send(`${third.url}/api/features`, { ...(as && { as }) })).body;
    expect(await features()).toMatchObject({ creation: false, trading: true });
    expect((await elsewhere('/api/features')).body.creation).toBe(true);
    await turn('trading', { enabled: false });
    await vi.waitFor(async () => expect(await features()).toMatchObject({ trading: false }), within);
    await third.close();
  });

  test('name a module that cannot be used', async () => {
    await expect(startOn(first.database, { FLAGS_PROVIDER: './not-there.js' })).rejects.toThrow(
      /FLAGS_PROVIDER names \.\/not-there\.js, which cannot be loaded/,
    );
  });
});
