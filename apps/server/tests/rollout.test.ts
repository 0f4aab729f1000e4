import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type MarketId, marketTopic, mayCall, type Route, routes, type UserId } from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openLive } from './fixtures/liveReader.ts';
import {
  addMarket,
  newKey,
  type Person,
  signUp,
  startTestServer,
  type TestServer,
} from './fixtures/testServer.ts';

/** Nothing else in the database says any of these, so whoever reads one was told of the market. */
const secrets = {
  question: 'Will the zeppelin land?',
  description: 'By the quagmire rules.',
  label: 'Kumquat',
  comment: 'Obviously a xylophone.',
  topic: 'wombats',
} as const;

let server: TestServer;
let marketId: MarketId;
let commentId: string;
let replyId: string;
let noteId: string;
/** Has asked, traded, commented and been told, and then markets were closed to them. */
let outside: Person & { readonly id: UserId };
let inside: Person;

const webRoot = mkdtempSync(path.join(tmpdir(), 'mesh-markets-web-'));

const fill = async (): Promise<void> => {
  const { engine } = server;
  const ann = await signUp(server, 'Ann');
  const ben = await signUp(server, 'Ben');
  outside = { headers: ann.headers, id: ann.me.id };
  inside = ben;
  const { question, description, topic } = secrets;
  const outcomes = [secrets.label, 'Lemon', 'Quince'];
  marketId = await addMarket(engine, ann.me.id, { question, description, outcomes, topics: [topic] });
  const order = { outcome: 0, credits: 600 };
  await engine.placeTrade({ userId: ann.me.id, marketId, order });
  await engine.placeTrade({ userId: ben.me.id, marketId, order });
  const postId = marketId as never;
  const said = { postId, body: secrets.comment };
  commentId = (await engine.postComment({ ...said, userId: ann.me.id })).answer.id;
  const reply = { ...said, userId: ben.me.id, parentId: commentId as never };
  replyId = (await engine.postComment({ ...reply, body: `${secrets.comment} @ann` })).answer.id;
  await engine.createPost({ userId: ann.me.id, body: 'Plain words.' });
  await engine.followUser(ben.me.id, 'ann');
  await engine.followMarket(ann.me.id, marketId);
  await engine.projectOutbox();
  const { notifications } = await engine.listNotifications(ann.me.id, { show: 'all', limit: 100 });
  noteId = notifications.find(({ market }) => market !== undefined)!.id;
};

const open = (handles: string[]) =>
  server.engine.setFlag('predictionMarkets', { percentage: 0, allowed: handles });

beforeAll(async () => {
  writeFileSync(
    path.join(webRoot, 'index.html'),
    '<!doctype html><meta name="description" content=""><title>App</title>',
  );
  server = await startTestServer({}, { webRoot });
  await fill();
  await open(['ben']);
  await vi.waitFor(
    async () => {
      const { body } = await server.send('/api/features', { as: outside });
      expect(body.predictionMarkets).toBe(false);
    },
    { timeout: 5_000, interval: 50 },
  );
});
afterAll(async () => {
  await server.end();
  rmSync(webRoot, { recursive: true });
});

const queries: Readonly<Record<string, readonly string[]>> = {
  getFeed: [
    '',
    '?type=PREDICTION',
    '?sort=trending',
    '?sort=closing',
    '?sort=following',
    '?state=OPEN',
    '?state=CLOSED',
    `?topic=${secrets.topic}`,
  ],
  search: ['?query=zeppelin', '?query=ann', `?query=${secrets.topic}`],
  listComments: ['', '?sort=best'],
  listNotifications: ['', '?show=markets', '?show=people', '?show=unread'],
  findUsers: ['?query=a'],
};

const addressesOf = (name: string, { path }: Route): string[] => {
  const id = path.startsWith('/api/comments')
    ? commentId
    : path.startsWith('/api/notifications')
      ? noteId
      : marketId;
  const address = path.replace('{id}', id).replace('{handle}', 'ann').replace('{token}', 'x'.repeat(40));
  const about = `?url=${encodeURIComponent(`${server.url}/market/${marketId}`)}`;
  return (name === 'getOembed' ? [about] : (queries[name] ?? [''])).map((query) => address + query);
};

const everyRoute = Object.entries<Route>(routes);
/** Everything that is read by people who run nothing here. */
const reads = everyRoute.filter(
  ([name, { method, access }]) => method === 'GET' && mayCall(name, access).includes('user'),
);
/** What acts on a market or on what stands under one. */
const onMarkets = everyRoute.filter(
  ([name, { path, access }]) =>
    /^\/api\/(market|posts|comments)\/\{id\}/.test(path) && mayCall(name, access).includes('user'),
);
/** Pages and files that are no routes of the API. */
const pages = () => [
  `/market/${marketId}`,
  `/embed/market/${marketId}`,
  `/api/market/${marketId}/image.png`,
  `/post/${marketId}`,
  '/u/ann',
];

const read = async (address: string, as?: Person): Promise<string> => {
  const headers = { accept: 'text/html,application/json', ...as?.headers };
  const response = await fetch(server.url + address, { headers });
  expect(response.status, address).toBeLessThan(500);
  return response.text();
};
const named = (text: string): string[] => Object.values(secrets).filter((secret) => text.includes(secret));

describe('to somebody whom markets are not open to', () => {
  test.each(reads)('%s names none', async (name, route) => {
    for (const address of addressesOf(name, route))
      for (const as of [undefined, outside])
        expect([address, named(await read(address, as))]).toEqual([address, []]);
  });

  test('pages, frames and pictures name none', async () => {
    for (const address of pages())
      for (const as of [undefined, outside])
        expect([address, named(await read(address, as))]).toEqual([address, []]);
  });

  test.each(onMarkets)('%s finds none', async (_name, { method, path }) => {
    const about = path.startsWith('/api/comments') ? replyId : marketId;
    const address = path.replace('{id}', about);
    const { status, body } = await server.send(address, {
      method,
      as: outside,
      headers: newKey(),
      ...(method !== 'GET' && { body: {} }),
    });
    expect([403, 404]).toContain(status);
    expect(['FEATURE_DISABLED', 'NOT_FOUND']).toContain(body.code);
  });

  test('the wallet keeps every amount and says not what for', async () => {
    const { body } = await server.send('/api/wallet/ledger', { as: outside });
    expect(body.entries.map(({ kind, amount }: { kind: string; amount: number }) => [kind, amount])).toEqual([
      ['BUY', -600],
      ['SUBSIDY', expect.any(Number)],
      ['SIGNUP_GRANT', 10_000],
    ]);
    expect(JSON.stringify(body)).not.toContain('tradeId');
  });

  test('what is left to be told is told, and counted alone', async () => {
    const { body } = await server.send('/api/notifications', { as: outside });
    expect(body.notifications.map(({ kind }: { kind: string }) => kind)).toEqual(['FOLLOWER']);
    expect((await server.send('/api/notifications/unread', { as: outside })).body).toEqual({ unread: 1 });
    const marked = await server.send(`/api/notifications/${noteId}/read`, { method: 'POST', as: outside });
    expect(marked.status).toBe(404);
  });

  test('the live stream has no topic about them', async () => {
    const reader = await openLive(server.url, outside);
    reader.subscribe(marketTopic(marketId));
    expect(await reader.hearsOf('error')).toMatchObject({ code: 'NOT_FOUND' });
    expect(JSON.stringify(reader.heard)).not.toContain(secrets.question);
    reader.close();
  });

  test('somebody’s profile has what they wrote and nothing they asked', async () => {
    const { body } = await server.send('/api/users/ann', { as: outside });
    expect(body).toMatchObject({ created: [], calibration: [], stats: { trades: 0, marketsCreated: 0 } });
    expect(body.posts.map(({ body: words }: { body: string }) => words)).toEqual(['Plain words.']);
  });
});

test('the same reads tell it to those whom markets are open to, or this would prove nothing', async () => {
  const telling: string[] = [];
  for (const [name, route] of reads)
    for (const address of addressesOf(name, route))
      if (named(await read(address, inside)).length > 0) telling.push(name);
  expect(telling).toEqual(
    expect.arrayContaining([
      'getFeed',
      'getPost',
      'search',
      'listTopics',
      'listMovers',
      'getMarket',
      'getOembed',
      'exportTrades',
      'getProfile',
      'getLedger',
      'exportLedger',
      'getPortfolio',
      'exportPortfolio',
      'listComments',
      'listReplies',
      'listOwnTrades',
      'listNotifications',
    ]),
  );
});
