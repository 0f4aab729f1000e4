import { MAX_FOLLOWED_USERS, type MarketId, type UserId } from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestBooks, type TestBooks } from '../testing/index.ts';

let books: TestBooks;

beforeAll(async () => {
  books = await openTestBooks();
});
afterAll(() => books.close());

interface Person {
  readonly id: UserId;
  readonly handle: string;
}
const person = async (name: string): Promise<Person> => {
  const { userId, handle } = await books.engine.createAccount({ name });
  return { id: userId, handle };
};
const facts = async (): Promise<unknown[]> =>
  (
    await books.database.pool.query(
      `select user_id::text as follower, subject_id::text as followee from outbox where kind = 'FOLLOWED' order by id`,
    )
  ).rows;

describe('following people', () => {
  test('happens once however often it is said, and is told once', async () => {
    const [ana, ben] = [await person('Ana'), await person('Ben')];
    await Promise.all(Array.from({ length: 10 }, () => books.engine.followUser(ana.id, ben.handle)));
    expect(await books.engine.getFollows(ben.handle, ana.id)).toEqual({
      followers: 1,
      following: 0,
      viewer: { following: true, followed: false },
    });
    expect(await books.engine.getFollows(ana.handle, ben.id)).toMatchObject({
      followers: 0,
      following: 1,
      viewer: { following: false, followed: true },
    });
    expect(await facts()).toEqual([{ follower: ana.id, followee: ben.id }]);
    expect(await books.engine.unfollowUser(ana.id, ben.handle)).toMatchObject({ followers: 0 });
    expect(await books.engine.unfollowUser(ana.id, ben.handle)).toMatchObject({ followers: 0 });
    expect(await books.engine.getFollows(ben.handle)).toEqual({ followers: 0, following: 0 });
  });

  test('is refused for oneself and for nobody', async () => {
    const ana = await person('Ana');
    await expect(books.engine.followUser(ana.id, ana.handle)).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    });
    await expect(books.engine.followUser(ana.id, 'nobody_here')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(books.engine.listFollowers('nobody_here', { limit: 5 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('has an end', async () => {
    const ana = await person('Ana');
    const last = await person('Last');
    await books.database.pool.query(
      `with crowd as (insert into users (handle, name) select 'crowd_' || n, 'Crowd' from generate_series(1, $2::int) as n returning id)
       insert into follow_user (follower_id, followee_id) select $1, id from crowd`,
      [ana.id, MAX_FOLLOWED_USERS],
    );
    await expect(books.engine.followUser(ana.id, last.handle)).rejects.toMatchObject({
      code: 'TOO_MANY_FOLLOWED',
    });
    // Whom one follows already one may follow again.
    await books.engine.followUser(ana.id, 'crowd_1');
    await books.engine.unfollowUser(ana.id, 'crowd_1');
    expect((await books.engine.followUser(ana.id, last.handle)).followers).toBe(1);
  });

  test('lists followers and followed by pages, latest first', async () => {
    const star = await person('Star');
    const fans: Person[] = [];
    for (let i = 0; i < 7; i += 1) fans.push(await person(`Fan ${i}`));
    for (const fan of fans) await books.engine.followUser(fan.id, star.handle);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await books.engine.listFollowers(star.handle, { limit: 3, cursor });
      seen.push(...page.users.map(({ handle }) => handle));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(fans.map(({ handle }) => handle).reverse());
    expect((await books.engine.listFollowing(fans[0]!.handle, { limit: 3 })).users).toMatchObject([
      { handle: star.handle },
    ]);
  });

  test('pages those who began at the same moment', async () => {
    const [star, fans] = [await person('Star'), await books.people(5)];
    await books.database.pool.query(
      `insert into follow_user (follower_id, followee_id, created_at) select unnest($1::bigint[]), $2, '2026-01-01T00:00:00.123Z'`,
      [fans, star.id],
    );
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await books.engine.listFollowers(star.handle, { limit: 2, cursor });
      seen.push(...page.users.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect([...seen].sort()).toEqual([...fans].sort());
  });
});

describe('following markets', () => {
  test('is the viewer’s own and happens once', async () => {
    const [ana, ben] = [await person('Ana'), await person('Ben')];
    const market = await books.market(ana.id);
    expect(market.viewer).toMatchObject({ following: false });
    await books.engine.followMarket(ben.id, market.id);
    expect(await books.engine.followMarket(ben.id, market.id)).toEqual({ following: true });
    expect((await books.engine.getMarket(market.id, ben.id)).market.viewer).toMatchObject({
      following: true,
    });
    expect((await books.engine.getMarket(market.id, ana.id)).market.viewer).toMatchObject({
      following: false,
    });
    expect(await books.engine.unfollowMarket(ben.id, market.id)).toEqual({ following: false });
    await expect(books.engine.followMarket(ben.id, '999999' as MarketId)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const { answer } = await books.engine.createPost({ userId: ana.id, body: 'No market.' });
    await expect(books.engine.followMarket(ben.id, answer.id as string as MarketId)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('the feed of what one follows', () => {
  test('has the posts of people and the markets one follows, each once, page by page', async () => {
    const [ana, ben, cem, reader] = [
      await person('Ana'),
      await person('Ben'),
      await person('Cem'),
      await person('Reader'),
    ];
    await books.engine.followUser(reader.id, ana.handle);
    await books.engine.followUser(reader.id, ben.handle);
    const expected: string[] = [];
    for (let i = 0; i < 4; i += 1) {
      expected.push((await books.engine.createPost({ userId: ana.id, body: `Ana ${i}` })).answer.id);
      await books.engine.createPost({ userId: cem.id, body: `Cem ${i}` });
      expected.push((await books.market(ben.id, { b: 50 })).id);
      const market = await books.market(cem.id, { b: 50 });
      if (i % 2 === 0) continue;
      await books.engine.followMarket(reader.id, market.id);
      expected.push(market.id);
    }
    // By a followed person and followed itself: still one post.
    await books.engine.followMarket(reader.id, expected[1] as MarketId);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await books.engine.getFeed({ sort: 'following', limit: 3, cursor }, reader.id);
      seen.push(...page.posts.map(({ id }) => id));
      cursor = page.nextCursor;
      await books.engine.createPost({ userId: ana.id, body: 'In between' });
    } while (cursor !== undefined);
    expect(seen).toEqual(expected.reverse());
    const open = await books.engine.getFeed(
      { sort: 'following', limit: 50, state: 'OPEN', type: 'PREDICTION' },
      reader.id,
    );
    expect(open.posts).toHaveLength(6);
    expect((await books.engine.getFeed({ sort: 'following', limit: 5 }, cem.id)).posts).toEqual([]);
  });

  test('is nobody’s but a signed-in person’s', async () => {
    await expect(books.engine.getFeed({ sort: 'following', limit: 5 })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });
});
