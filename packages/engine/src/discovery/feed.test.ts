import type { MarketId, Post, PostId, UserId } from '@mesh-markets/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inDays, openTestBooks, type TestBooks } from '../testing/index.ts';
import type { FeedQuery } from './feedPages.ts';

let books: TestBooks;
let asker: UserId;
let trader: UserId;

beforeAll(async () => {
  books = await openTestBooks({ signupCredits: 10_000_000 });
  asker = await books.person('Asker');
  trader = await books.person('Trader');
});
afterAll(() => books.close());

/** Reads a feed to its end, doing something between the pages. */
const readAll = async (
  query: Omit<FeedQuery, 'cursor'>,
  between: (page: number) => Promise<unknown> = async () => undefined,
  viewer?: UserId,
): Promise<Post[]> => {
  const posts: Post[] = [];
  let cursor: string | undefined;
  for (let page = 0; ; page += 1) {
    const answer = await books.engine.getFeed({ ...query, cursor }, viewer);
    posts.push(...answer.posts);
    cursor = answer.nextCursor;
    if (cursor === undefined) return posts;
    await between(page);
  }
};
const idsOf = (posts: readonly Post[]): PostId[] => posts.map(({ id }) => id);
const ask = (topics: string[], closesInDays = 7) =>
  books.market(asker, { b: 50, topics, closesAt: inDays(closesInDays) });

/** What somebody else may do while a reader turns the pages. */
type Meanwhile = 'post' | 'ask' | 'trade' | 'nothing';
const meanwhile = fc.array(fc.constantFrom<Meanwhile>('post', 'ask', 'trade', 'nothing'), {
  minLength: 12,
  maxLength: 12,
});

describe('pages of a feed', () => {
  const topics = ['paging'];
  let markets: MarketId[];

  beforeAll(async () => {
    markets = [];
    for (let i = 0; i < 12; i += 1) markets.push((await ask(topics, 3 + ((i * 5) % 12))).id);
    for (const id of markets.slice(0, 8)) await books.buy(trader, id, 0, 10);
    await books.engine.projectOutbox();
  });

  const doing = (actions: readonly Meanwhile[]) => async (page: number) => {
    const action = actions[page % actions.length]!;
    if (action === 'post') await books.engine.createPost({ userId: asker, body: 'In between', topics });
    if (action === 'ask') await ask(['elsewhere']);
    if (action === 'trade') {
      await books.buy(trader, markets[(page * 7) % markets.length]!, 1, 5 + page);
      await books.engine.projectOutbox();
    }
  };

  test.each(['newest', 'closing'] as const)(
    'by %s neither skip nor repeat, whatever happens meanwhile',
    async (sort) => {
      await fc.assert(
        fc.asyncProperty(meanwhile, fc.integer({ min: 1, max: 6 }), async (actions, limit) => {
          const query = { sort, limit, topic: 'paging' } as const;
          const before = idsOf(await readAll({ ...query, limit: 100 }));
          expect(before.length).toBeGreaterThanOrEqual(12);
          expect(idsOf(await readAll(query, doing(actions)))).toEqual(before);
        }),
        { numRuns: 12 },
      );
    },
  );

  test('by trending never repeat, and skip only what was traded past the reader', async () => {
    await fc.assert(
      fc.asyncProperty(meanwhile, fc.integer({ min: 1, max: 6 }), async (actions, limit) => {
        const query = { sort: 'trending', limit, topic: 'paging' } as const;
        const traded = new Set<string>();
        const before = idsOf(await readAll({ ...query, limit: 100 }));
        const read = idsOf(
          await readAll(query, async (page) => {
            if (actions[page % actions.length] === 'trade') traded.add(markets[(page * 7) % markets.length]!);
            await doing(actions)(page);
          }),
        );
        expect(new Set(read).size).toBe(read.length);
        const still = (id: PostId): boolean => !traded.has(id);
        expect(read.filter(still)).toEqual(before.filter(still));
        const afresh = idsOf(await readAll({ ...query, limit: 100 }));
        expect([...afresh].sort()).toEqual([...before].sort());
      }),
      { numRuns: 12 },
    );
  });
});

describe('what is trending', () => {
  const heats = async (id: MarketId): Promise<{ heat: number; seq: number }> => {
    const { rows } = await books.database.pool.query<{ heat: number; seq: number }>(
      'select heat, seq::int as seq from market_trend where market_id = $1',
      [id],
    );
    return rows[0]!;
  };
  const order = async (): Promise<string[]> =>
    idsOf(await readAll({ sort: 'trending', limit: 100, topic: 'heat' }));

  test('is what was traded most, lately', async () => {
    const [quiet, busy, busier] = [await ask(['heat']), await ask(['heat']), await ask(['heat'])];
    await books.buy(trader, busy.id, 0, 100);
    await books.buy(trader, busier.id, 0, 400);
    await books.engine.projectOutbox();
    expect(await order()).toEqual([busier.id, busy.id, quiet.id]);
    for (let i = 0; i < 5; i += 1) await books.buy(trader, busy.id, i % 2, 100);
    await books.engine.projectOutbox();
    expect(await order()).toEqual([busy.id, busier.id, quiet.id]);
    await books.engine.closeMarket({ userId: asker, marketId: busy.id, reason: 'It is known.' });
    expect(await order()).toEqual([busier.id, quiet.id]);
  });

  test('adds up as the sum of what was traded does', async () => {
    const { id } = await ask(['sum']);
    const { heat: opening } = await heats(id);
    for (const credits of [100, 50, 25]) await books.buy(trader, id, 0, credits);
    await books.engine.projectOutbox();
    const { heat, seq } = await heats(id);
    expect(seq).toBe(3);
    // The opening counts as ten credits, and nothing fades within a test.
    expect(Math.exp(heat - opening) * 10).toBeCloseTo(185, 0);
  });

  test('counts each trade once, however often and late its fact comes', async () => {
    const { id } = await ask(['once']);
    await books.buy(trader, id, 0, 100);
    await books.engine.projectOutbox();
    const counted = await heats(id);
    await books.database.pool.query(
      `insert into outbox (kind, market_id, first_seq, last_seq, created_at) values ('TRADED', $1, 1, 1, now())`,
      [id],
    );
    await books.engine.projectOutbox();
    expect(await heats(id)).toEqual(counted);
  });

  test('forgets by half in about seventeen hours, and survives any distance in time', async () => {
    const at = async (credits: number, moment: string): Promise<number> => {
      const { rows } = await books.database.pool.query<{ heat: number }>(
        'select heat_of($1, $2::timestamptz) as heat',
        [credits, moment],
      );
      return rows[0]!.heat;
    };
    const [today, tomorrow] = [await at(272, '2026-03-01T00:00Z'), await at(100, '2026-03-02T00:00Z')];
    expect(tomorrow - today).toBeCloseTo(1 + Math.log(100 / 272), 9);
    const { rows } = await books.database.pool.query<{ sum: number }>('select heat_sum($1, $2) as sum', [
      await at(1, '1990-01-01T00:00Z'),
      await at(1, '2090-01-01T00:00Z'),
    ]);
    expect(rows[0]!.sum).toBe(await at(1, '2090-01-01T00:00Z'));
  });
});

describe('topics', () => {
  test('are normalised by the contract, kept with the post and counted', async () => {
    const market = await books.market(asker, { b: 50, topics: ['tea', 'weather', 'tea'] });
    expect(market.topics).toEqual(['tea', 'weather']);
    const { answer } = await books.engine.createPost({ userId: asker, body: 'Tea.', topics: ['tea'] });
    expect(answer.topics).toEqual(['tea']);
    const feed = await books.engine.getFeed({ sort: 'newest', limit: 10, topic: 'tea' });
    expect(idsOf(feed.posts)).toEqual([answer.id, market.id]);
    expect((await books.engine.listTopics({ query: '#Te', limit: 5 })).topics).toEqual([
      { name: 'tea', posts: 2 },
    ]);
  });

  test('are at most five, in the database as well', async () => {
    const { id } = await books.market(asker, { b: 50, topics: ['a', 'b', 'c', 'd', 'e'] });
    await expect(
      books.database.pool.query(`insert into post_topic values ($1, 'f')`, [id]),
    ).rejects.toMatchObject({ code: '23514' });
  });

  test('filter every list of posts', async () => {
    const [open, closed] = [await ask(['filter']), await ask(['filter'])];
    const { answer: text } = await books.engine.createPost({ userId: asker, body: 'x', topics: ['filter'] });
    await books.engine.closeMarket({ userId: asker, marketId: closed.id, reason: 'It is known.' });
    const read = async (more: Partial<FeedQuery>) =>
      idsOf(await readAll({ sort: 'newest', limit: 2, topic: 'filter', ...more }));
    expect(await read({})).toEqual([text.id, closed.id, open.id]);
    expect(await read({ type: 'TEXT' })).toEqual([text.id]);
    expect(await read({ type: 'PREDICTION' })).toEqual([closed.id, open.id]);
    expect(await read({ state: 'OPEN' })).toEqual([open.id]);
    expect(await read({ state: 'CLOSED' })).toEqual([closed.id]);
    expect(await read({ sort: 'trending', state: 'CLOSED' })).toEqual([closed.id]);
    expect(await read({ sort: 'closing' })).toEqual([open.id]);
    expect(await read({ sort: 'closing', state: 'RESOLVED' })).toEqual([]);
    expect(await read({ type: 'TEXT', state: 'OPEN' })).toEqual([]);
  });
});

describe('movers', () => {
  test('are the open markets whose odds moved most', async () => {
    const [still, little, much] = [await ask([]), await ask([]), await ask([])];
    for (const [id, credits] of [
      [still.id, 1],
      [little.id, 20],
      [much.id, 60],
    ] as const) {
      await books.buy(trader, id, 0, 1);
      await books.buy(trader, id, 0, credits);
    }
    await books.engine.projectOutbox();
    const order = (await books.engine.listMovers(20)).posts.map(({ market }) => market?.id);
    expect(order.indexOf(much.id)).toBeLessThan(order.indexOf(little.id));
    expect(order.indexOf(little.id)).toBeGreaterThan(-1);
  });
});
