import type { Comment } from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addKey,
  addMarket,
  addTrader,
  newKey,
  type Person,
  startTestServer,
  type TestServer,
} from './fixtures/testServer.ts';

let server: TestServer;
let ana: Awaited<ReturnType<typeof addTrader>>;
let ben: Awaited<ReturnType<typeof addTrader>>;
let path: string;

beforeAll(async () => {
  server = await startTestServer();
  ana = await addTrader(server.engine, 'Ana');
  ben = await addTrader(server.engine, 'Ben');
});
afterAll(() => server.end());

const comment = (as: Person, body: unknown, headers = newKey()) => server.send(path, { as, headers, body });
const listed = async () =>
  (await server.send(path)).body.threads.map(({ comment: { body } }: { comment: Comment }) => body);

describe('a discussion over HTTP', () => {
  test('from the first words to the last', async () => {
    path = `/api/posts/${await addMarket(server.engine, ana.userId)}/comments`;
    const first = await comment(ana, { body: 'Will it?' });
    expect(first).toMatchObject({ status: 201, body: { body: 'Will it?', viewer: { canEdit: true } } });
    const answer = await comment(ben, { body: 'It **will**, @ana.', parentId: first.body.id });
    expect(answer.body).toMatchObject({ depth: 1, mentions: [{ handle: 'ana' }] });

    const one = `/api/comments/${answer.body.id}`;
    const liked = await server.send(`${one}/like`, { as: ana, body: { liked: true } });
    expect(liked.body).toEqual({ liked: true, likes: 1 });
    const edited = await server.send(one, { method: 'PATCH', as: ben, body: { body: 'It may.' } });
    expect(edited.body).toMatchObject({ body: 'It may.', editedAt: expect.any(String) });
    const { body } = await server.send(path, { as: ana });
    expect(body).toMatchObject({
      commentCount: 2,
      threads: [{ replies: [{ body: 'It may.', likes: 1, viewer: { liked: true } }] }],
    });
    expect((await server.send(one, { method: 'DELETE', as: ben })).status).toBe(204);
    expect((await server.send(one, { method: 'DELETE', as: ben })).status).toBe(204);
    expect((await server.send(path)).body).toMatchObject({ commentCount: 1, threads: [{ replies: [] }] });
  });

  test('is shown to the one who asks next, and to a visitor without what concerns one person', async () => {
    path = `/api/posts/${await addMarket(server.engine, ana.userId)}/comments`;
    expect(await listed()).toEqual([]);
    await comment(ana, { body: 'At once.' });
    expect(await listed()).toEqual(['At once.']);
    const { headers, body } = await server.send(path);
    expect(headers.get('cache-control')).toContain('public');
    expect(body.threads[0].comment).not.toHaveProperty('viewer');
  });

  test('takes a repeated request once', async () => {
    path = `/api/posts/${await addMarket(server.engine, ana.userId)}/comments`;
    const headers = newKey();
    const [first, again] = [
      await comment(ana, { body: 'Once.' }, headers),
      await comment(ana, { body: 'Once.' }, headers),
    ];
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await listed()).toEqual(['Once.']);
  });

  test.each([
    ['nothing', ''],
    ['only spaces', ' \n '],
    ['too much', 'x'.repeat(2_001)],
    ['a turned reading direction', 'abc\u202edef'],
    ['a control character', 'bell\u0007'],
    ['half a character', 'half \ud83d'],
  ])('refuses %s', async (_, body) => {
    path = `/api/posts/${await addMarket(server.engine, ana.userId)}/comments`;
    expect(await comment(ana, { body })).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_FAILED', errors: [{ path: 'body' }] },
    });
  });
});

describe('the limit of comments', () => {
  let slow: TestServer;
  beforeAll(async () => {
    slow = await startTestServer({ COMMENTS_PER_MINUTE: '2' });
  });
  afterAll(() => slow.end());

  test('is per person, with headers that say when to come back', async () => {
    const [trader, other] = [await addTrader(slow.engine, 'Fast'), await addTrader(slow.engine, 'Other')];
    const address = `/api/posts/${await addMarket(slow.engine, trader.userId)}/comments`;
    const write = (as: Person) => slow.send(address, { as, headers: newKey(), body: { body: 'Again!' } });
    expect((await write(trader)).headers.get('ratelimit')).toMatch(/^"comments";r=1;t=60, /);
    expect((await write(trader)).status).toBe(201);
    const refused = await write(trader);
    expect(refused).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await write(other)).status).toBe(201);
  });
});

describe('reports over HTTP', () => {
  test('reach an admin, who takes the comment down', async () => {
    path = `/api/posts/${await addMarket(server.engine, ana.userId)}/comments`;
    const { userId } = await server.engine.createAccount({ name: 'Boss' });
    await server.engine.grantAdmin({ userId });
    const admin = await addKey(server.engine, userId);
    const { id } = (await comment(ben, { body: 'Buy my tulips!' })).body;
    const report = { as: ana, body: { reason: 'SPAM', note: 'Tulips again.' } };
    expect((await server.send(`/api/comments/${id}/report`, report)).status).toBe(204);
    const { cases, openCount } = (await server.send('/api/admin/reports', { as: admin })).body;
    expect(openCount).toBe(1);
    expect(cases[0]).toMatchObject({ kind: 'COMMENT', reports: [{ reason: 'SPAM', note: 'Tulips again.' }] });
    const decide = () =>
      server.send(`/api/admin/reports/${cases[0].id}`, { as: admin, body: { verdict: 'REMOVE' } });
    expect((await decide()).status).toBe(204);
    expect(await decide()).toMatchObject({ status: 409, body: { code: 'ALREADY_HANDLED' } });
    expect(await listed()).toEqual([]);
    const { body } = await server.send('/api/admin/reports?state=handled', { as: admin });
    expect(body.cases[0]).toMatchObject({ handled: { verdict: 'REMOVED', by: { handle: 'boss' } } });
  });
});
