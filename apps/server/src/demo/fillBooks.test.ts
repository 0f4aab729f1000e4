import { openEngine } from '@mesh-markets/engine';
import { createTestDatabase, type TestDatabase } from '@mesh-markets/engine/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { comments } from './comments.ts';
import { markets } from './markets.ts';
import { people } from './people.ts';
import { posts } from './posts.ts';
import { createRandom } from './random.ts';
import { fillBooks } from './seedDemo.ts';
import { planTimeline } from './timeline.ts';

const DAY = 86_400_000;
const FEED = { limit: 100, sort: 'newest' } as const;

type Books = Awaited<ReturnType<typeof openEngine>>;

const moment = new Date('2031-03-04T09:30:00Z');
/** The second, at another time of the day, has other nights to sleep through, and so other trades. */
const moments = [moment, new Date('2027-11-30T23:10:00Z')];
const databases: TestDatabase[] = [];
const books: Books[] = [];

beforeAll(async () => {
  for (const at of moments) {
    const database = await createTestDatabase();
    databases.push(database);
    await fillBooks(database.url, at, () => undefined);
    books.push(await openEngine(database.url, {}, 2));
  }
}, 60_000);
afterAll(async () => {
  for (const { close } of books) await close();
  for (const database of databases) await database.drop();
});

const feedOf = async ({ engine }: Books) => (await engine.getFeed(FEED)).posts;

const marketsOf = async (town: Books) =>
  (await feedOf(town)).flatMap(({ market }) => (market === undefined ? [] : [market]));

const tradesOf = async (town: Books) => {
  const trades = [];
  for (const { id } of await marketsOf(town)) {
    trades.push(...(await town.engine.listTrades(id, { limit: 100 })).trades);
  }
  return trades;
};

describe('the demo', () => {
  test('keeps every law of the books', async () => {
    for (const { engine } of books) {
      expect((await engine.audit()).laws.filter((law) => law.broken > 0)).toEqual([]);
    }
  });

  test('has markets in every state and resolutions of every kind', async () => {
    const found = await marketsOf(books[0]!);
    expect(found).toHaveLength(markets.length);
    const count = (state: string) => found.filter((market) => market.state === state).length;
    expect({ open: count('OPEN'), closed: count('CLOSED'), resolved: count('RESOLVED') }).toEqual({
      open: 10,
      closed: 2,
      resolved: 5,
    });
    const outcomes = found.flatMap(({ outcome }) => (outcome === undefined ? [] : [outcome]));
    expect(new Set(outcomes)).toEqual(new Set(['YES', 'NO', 'N_A', 'WEIGHTED', 2]));
    expect(found.some(({ type, outcomes: several }) => type === 'MULTIPLE' && several.length === 6)).toBe(
      true,
    );
    expect(found.some(({ question }) => [...question].length > 130)).toBe(true);
    expect(found.some(({ question }) => /\p{Extended_Pictographic}/u.test(question))).toBe(true);
    expect(found.some(({ question }) => question.includes('{'))).toBe(false);
  });

  test('has text posts, and trades of everybody over three weeks', async () => {
    const texts = (await feedOf(books[0]!)).filter(({ type }) => type === 'TEXT');
    expect(texts).toHaveLength(posts.length);
    const trades = await tradesOf(books[0]!);
    expect(trades.length).toBeGreaterThan(500);
    expect(new Set(trades.map(({ user }) => user.handle))).toEqual(
      new Set(people.map(({ handle }) => handle)),
    );
    expect(trades.filter(({ action }) => action === 'SELL').length).toBeGreaterThan(50);
    const times = trades.map(({ createdAt }) => Date.parse(createdAt));
    const end = moment.getTime();
    expect(end - Math.min(...times)).toBeGreaterThan(19 * DAY);
    expect(end - Math.max(...times)).toBeGreaterThan(0);
    expect(end - Math.max(...times)).toBeLessThan(DAY);
  });

  test('talks under markets and posts, by trades where there are some', async () => {
    for (const town of books) {
      const said = await Promise.all(
        (await feedOf(town)).map(({ id }) => town.engine.listComments(id, { limit: 50, sort: 'newest' })),
      );
      const threads = said.flatMap((discussion) => discussion.threads);
      expect(threads).toHaveLength(comments.length);
      const all = threads.flatMap(({ comment, replies }) => [comment, ...replies]);
      expect(all).toHaveLength(comments.reduce((sum, { answers = [] }) => sum + 1 + answers.length, 0));
      expect(all.filter(({ trade }) => trade !== undefined).length).toBeGreaterThan(4);
      expect(all.filter(({ mentions }) => mentions.length > 0).length).toBeGreaterThan(2);
      expect(all.filter(({ likes }) => likes > 0).length).toBeGreaterThan(10);
    }
  });

  test('leaves nobody broke, and nobody with a password', async () => {
    for (const { handle } of people) {
      const { user } = await books[0]!.engine.getProfile(handle);
      expect((await books[0]!.engine.getWallet(user.id)).balance).toBeGreaterThan(1_000);
      expect((await books[0]!.engine.getMe(user.id)).email).toBe('');
    }
  });

  test('is the same for the same moment, and in order of time', () => {
    const plan = () => planTimeline(moment.getTime(), createRandom(1));
    expect(plan()).toEqual(plan());
    const times = plan().map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });
});
