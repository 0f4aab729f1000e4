import type { Post, UserId } from '@mesh-markets/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestBooks, type TestBooks } from '../testing/index.ts';
import { searchQueryOf } from './searchQuery.ts';

let books: TestBooks;
let ana: UserId;

beforeAll(async () => {
  books = await openTestBooks({ signupCredits: 1_000_000 });
  ana = await books.person('Ana Ñandú');
});
afterAll(() => books.close());

const ask = async (question: string, more: { description?: string; outcomes?: string[] } = {}) =>
  (await books.market(ana, { question, b: 50, ...more })).id;
const wordsOf = (posts: readonly Post[]): string[] =>
  posts.map(({ market, body }) => market?.question ?? body ?? '');
const find = async (query: string): Promise<string[]> =>
  wordsOf((await books.engine.search({ query, limit: 50 })).posts);

describe('search', () => {
  test('finds all the words, the last of them unfinished, wherever they stand', async () => {
    await ask('Will the harbour ferry be electric?', { description: 'The *harbourmaster* decides.' });
    await ask('Who wins the regatta?', { outcomes: ['Harbour Rooks', 'Old Mill'] });
    await ask('Will the mill close?', { description: 'See the harbour office.' });
    await books.engine.createPost({ userId: ana, body: 'I saw the ferry in the harbour.' });
    expect(await find('harb')).toHaveLength(4);
    expect(await find('FERRY harbour')).toHaveLength(2);
    expect(await find('ferry electr')).toEqual(['Will the harbour ferry be electric?']);
    expect(await find('ferr electric')).toEqual([]);
    expect(await find('harbour nowhere')).toEqual([]);
    // In the question before in an outcome before in the description.
    const questions = (await find('harbour')).filter((words) => words.endsWith('?'));
    expect(questions).toEqual([
      'Will the harbour ferry be electric?',
      'Who wins the regatta?',
      'Will the mill close?',
    ]);
  });

  test('reads every language, without its accents', async () => {
    await ask('Gewinnt Ängström die Fußball-WM?');
    await ask('¿Lloverá mañana en Ñuñoa?');
    await ask('Выиграет ли Спартак?');
    await ask('東京で雪が降りますか？');
    await ask('هل ستمطر غدا؟');
    expect(await find('angstrom')).toEqual(['Gewinnt Ängström die Fußball-WM?']);
    expect(await find('ÄNGSTRÖM')).toEqual(['Gewinnt Ängström die Fußball-WM?']);
    expect(await find('wm')).toEqual(['Gewinnt Ängström die Fußball-WM?']);
    expect(await find('manana')).toEqual(['¿Lloverá mañana en Ñuñoa?']);
    expect(await find('спар')).toEqual(['Выиграет ли Спартак?']);
    expect(await find('雪')).toEqual(['東京で雪が降りますか？']);
    expect(await find('東京')).toEqual(['東京で雪が降りますか？']);
    expect(await find('京東')).toEqual([]);
    expect(await find('ستمطر')).toEqual(['هل ستمطر غدا؟']);
  });

  test('takes numbers, addresses and compounds apart as people do', async () => {
    await ask('Will example.com/launch reach v2.5 before 2031-06?');
    for (const query of ['example', 'example.com', 'launch', 'v2', 'v2.5', '2031', '2031-06', 'com launch']) {
      expect(await find(query), query).toHaveLength(1);
    }
  });

  test.each([
    "'",
    "''",
    '\\',
    ':*',
    'a:*',
    '!harbour',
    '(harbour',
    'harbour &',
    '| |',
    '<->',
    "harbour'); drop table post; --",
    '%_%',
    '$1',
    '🦆',
    '\u0000',
    'x'.repeat(100),
    'ferry '.repeat(16),
    '\ud800',
  ])('takes %j for words and nothing else', async (query) => {
    expect((await books.engine.search({ query, limit: 5 })).posts.length).toBeLessThanOrEqual(5);
  });

  test('has an answer to any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 100 }), async (query) => {
        expect(Array.isArray((await books.engine.search({ query, limit: 3 })).posts)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test('quotes each word', () => {
    expect(searchQueryOf('Will it rain?')).toBe(`'will' & 'it' & 'rain':*`);
    expect(searchQueryOf('東京 ferry')).toBe(`('東' <-> '京') & 'ferry':*`);
    expect(searchQueryOf('?!')).toBeUndefined();
  });

  test('pages without skipping or repeating while others write', async () => {
    for (let i = 0; i < 23; i += 1)
      await books.engine.createPost({ userId: ana, body: `Needle ${'hay '.repeat(i % 4)}` });
    const whole = (await books.engine.search({ query: 'needle', limit: 100 })).posts.map(({ id }) => id);
    expect(whole).toHaveLength(23);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await books.engine.search({ query: 'needle', limit: 4, cursor });
      seen.push(...page.posts.map(({ id }) => id));
      cursor = page.nextCursor;
      await books.engine.createPost({ userId: ana, body: 'Needle, another' });
    } while (cursor !== undefined);
    expect(seen).toEqual(whole);
    await expect(books.engine.search({ query: 'needle', limit: 4, cursor: 'MXwx' })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    });
  });

  test('names people and topics that begin with the query, on the first page', async () => {
    await books.person('Bolt Hafen');
    await books.market(ana, { question: 'On the hafen?', b: 50, topics: ['hafen', 'hafenstadt'] });
    const answer = await books.engine.search({ query: '#Hafen', limit: 1 });
    expect(answer.topics?.map(({ name }) => name)).toEqual(['hafen', 'hafenstadt']);
    expect((await books.engine.search({ query: '@bolt', limit: 1 })).users).toMatchObject([
      { name: 'Bolt Hafen' },
    ]);
  });

  test('indexes the longest text there may be', async () => {
    const description = 'W'.repeat(10_000);
    const id = await ask('A long one: zeppelin?', { description });
    expect((await books.engine.search({ query: 'zeppelin', limit: 5 })).posts[0]!.id).toBe(id);
  });
});
