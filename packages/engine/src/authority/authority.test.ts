import type { BanScope, MarketId, PostId, UserId } from '@mesh-markets/contract';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { KNOWN_MS } from '../remembered.ts';
import { inDays, openTestBooks, type TestBooks } from '../testing/books.ts';
import { createBanBoard } from './bans.ts';

let books: TestBooks;
let admin: UserId;
let moderator: UserId;
let ana: UserId;
let ben: UserId;
const handles = new Map<UserId, string>();

beforeAll(async () => {
  books = await openTestBooks();
  [admin, moderator, ana, ben] = (await books.people(4)) as [UserId, UserId, UserId, UserId];
  await books.engine.setRole({ userId: admin }, 'admin');
  await books.engine.setRole({ userId: moderator }, 'moderator', admin);
  for (const id of [admin, moderator, ana, ben]) handles.set(id, (await books.engine.getMe(id)).handle);
});
afterAll(() => books.close());

const forbidden = { name: 'Refusal', code: 'FORBIDDEN' };
const banned = { name: 'Refusal', code: 'BANNED' };
const ban = (scope: BanScope, by = moderator, who = ana, days?: number) =>
  books.engine.banPerson({ by, handle: handles.get(who)!, scope, reason: 'Spam again.', days });
const lift = async (who = ana): Promise<void> => {
  for (const { id } of (await books.engine.personFacts(who)).bans)
    await books.engine.liftBan({ by: admin, id });
};
const deeds = async (limit = 50) => (await books.engine.listDeeds(admin, { limit })).deeds;

describe('roles', () => {
  test('are given by admins only, and never to oneself', async () => {
    await expect(books.engine.setRole({ userId: ben }, 'admin', moderator)).rejects.toMatchObject(forbidden);
    await expect(books.engine.setRole({ userId: ben }, 'admin', ana)).rejects.toMatchObject(forbidden);
    await expect(books.engine.setRole({ userId: admin }, 'user', admin)).rejects.toMatchObject(forbidden);
    await books.engine.setRole({ userId: ben }, 'moderator', admin);
    expect((await books.engine.getMe(ben)).role).toBe('moderator');
    await books.engine.setRole({ userId: ben }, 'user', admin);
    expect((await deeds(2)).map(({ kind, by, user, detail }) => [kind, by?.id, user?.id, detail])).toEqual([
      ['ROLE_GIVEN', admin, ben, 'Is now an ordinary person.'],
      ['ROLE_GIVEN', admin, ben, 'Is now a moderator.'],
    ]);
  });

  test('of two admins who take them from each other one keeps theirs', async () => {
    await books.engine.setRole({ userId: ben }, 'admin', admin);
    const client = await books.database.pool.connect();
    await client.query('begin');
    await client.query('select from users where id in ($1, $2) for update', [admin, ben]);
    const taking = Promise.allSettled([
      books.engine.setRole({ userId: ben }, 'user', admin),
      books.engine.setRole({ userId: admin }, 'user', ben),
    ]);
    await expect
      .poll(async () => {
        const { rows } = await books.database.pool.query<{ waiting: number }>(
          `select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return rows[0]!.waiting;
      })
      .toBe(2);
    await client.query('commit');
    client.release();
    expect((await taking).filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await books.engine.setRole({ userId: admin }, 'admin');
    await books.engine.setRole({ userId: ben }, 'user');
  });

  test('a role one has is nothing new', async () => {
    const before = (await deeds()).length;
    await books.engine.setRole({ userId: moderator }, 'moderator', admin);
    expect((await deeds()).length).toBe(before);
  });
});

describe('a ban', () => {
  test('from trading refuses trades and nothing else', async () => {
    const market = await books.market(ana);
    await ban('TRADING', moderator, ana, 3);
    const refusal = await books.buy(ana, market.id, 0, 10).catch((error: unknown) => error);
    expect(refusal).toMatchObject(banned);
    expect((refusal as Error).message).toMatch(
      /^A moderator decided that you cannot trade until .* UTC\. The reason: Spam again\.$/,
    );
    await books.engine.createPost({ userId: ana, body: 'Still here.' });
    await books.buy(ben, market.id, 0, 10);
    await lift();
    await books.buy(ana, market.id, 0, 10);
  });

  test('from posting refuses posts, comments, changes of them and questions', async () => {
    const postId = (await books.engine.createPost({ userId: ana, body: 'Before.' })).answer.id;
    const comment = (await books.engine.postComment({ userId: ana, postId, body: 'Before.' })).answer;
    await ban('POSTING');
    const attempts = [
      () => books.engine.createPost({ userId: ana, body: 'After.' }),
      () => books.engine.postComment({ userId: ana, postId, body: 'After.' }),
      () => books.engine.editComment({ userId: ana, id: comment.id, body: 'After.' }),
      () => books.market(ana),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject(banned);
    await books.engine.deleteComment({ userId: ana, id: comment.id });
    await lift();
    await books.engine.createPost({ userId: ana, body: 'After.' });
  });

  test('from the control of markets leaves them to admins', async () => {
    const { id } = await books.market(ana);
    await ban('MARKETS');
    await expect(
      books.engine.closeMarket({ userId: ana, marketId: id, reason: 'It is known.' }),
    ).rejects.toMatchObject(banned);
    await books.engine.closeMarket({ userId: admin, marketId: id, reason: 'It is known.' });
    await expect(
      books.engine.resolveMarket({ userId: ana, marketId: id, outcome: 'YES' }),
    ).rejects.toMatchObject(banned);
    await books.engine.resolveMarket({ userId: admin, marketId: id, outcome: 'YES', note: 'Rained.' });
    await lift();
    const kinds = (await deeds(4)).map(({ kind, detail }) => [kind, detail]);
    expect(kinds).toEqual([
      ['BAN_LIFTED', 'From closing and resolving markets.'],
      ['MARKET_RESOLVED', 'Rained.'],
      ['MARKET_CLOSED', 'It is known.'],
      ['BANNED', 'From closing and resolving markets, until lifted. Spam again.'],
    ]);
  });

  test('is told to the one concerned, with reason and end, until it ends', async () => {
    await ban('TRADING', moderator, ana, 1);
    const { bans } = await books.engine.getMe(ana);
    expect(bans).toMatchObject([{ scope: 'TRADING', reason: 'Spam again.' }]);
    expect(Date.parse(bans![0]!.until!)).toBeGreaterThan(Date.now() + 80_000_000);
    await lift();
    expect((await books.engine.getMe(ana)).bans).toBeUndefined();
  });

  test('is not for anybody to say of anybody', async () => {
    await expect(ban('TRADING', ana, ben)).rejects.toMatchObject(forbidden);
    await expect(ban('TRADING', moderator, admin)).rejects.toMatchObject(forbidden);
    await expect(ban('TRADING', moderator, moderator)).rejects.toMatchObject(forbidden);
    const { bans } = await ban('POSTING', admin, moderator);
    await expect(books.engine.liftBan({ by: moderator, id: bans[0]!.id })).rejects.toMatchObject(forbidden);
    await books.engine.liftBan({ by: admin, id: bans[0]!.id });
    await books.engine.liftBan({ by: admin, id: bans[0]!.id });
    await expect(books.engine.liftBan({ by: ana, id: bans[0]!.id })).rejects.toMatchObject(forbidden);
  });

  test('ends by the time of the database, whatever this machine takes it to be', async () => {
    const { id } = await books.market(ben);
    await ban('TRADING', moderator, ana, 1);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * 86_400_000 });
    try {
      await expect(books.buy(ana, id, 0, 10)).rejects.toMatchObject(banned);
    } finally {
      vi.useRealTimers();
    }
    await lift();
  });

  test('by another process is felt when what is known is old', async () => {
    let time = 0;
    const board = createBanBoard(books.database.pool, () => time);
    await board.requireTrading(ana);
    await ban('TRADING');
    await board.requireTrading(ana);
    time = KNOWN_MS;
    await expect(board.requireTrading(ana)).rejects.toMatchObject(banned);
    await lift();
  });
});

describe('a hidden market', () => {
  test('is left out of feeds and search, and otherwise goes on', async () => {
    const { id } = await books.market(ana, { question: 'Will the zeppelin land?' });
    const postId = id as string as PostId;
    await books.buy(ben, id, 0, 100);
    await books.engine.projectOutbox();
    const { engine } = books;
    const lists = async (): Promise<boolean[]> => {
      await engine.followUser(ben, handles.get(ana)!);
      const sorts = ['newest', 'trending', 'closing', 'following'] as const;
      const feeds = sorts.map((sort) => engine.getFeed({ limit: 50, sort }, ben));
      const pages = [...(await Promise.all(feeds)), await engine.search({ query: 'zeppelin', limit: 20 })];
      return pages.map(({ posts }) => posts.some((post) => post.id === postId));
    };
    expect(await lists()).toEqual([true, true, true, true, true]);
    await expect(engine.hidePost({ by: ana, postId, reason: 'No.' })).rejects.toMatchObject(forbidden);
    await engine.hidePost({ by: moderator, postId, reason: 'Not a question.' });
    await engine.hidePost({ by: moderator, postId, reason: 'Twice.' });
    expect(await lists()).toEqual([false, false, false, false, false]);
    expect((await engine.getMarket(id)).market.hidden).toBe(true);
    expect((await engine.getPost(postId)).hidden).toBe(true);
    await books.sell(ben, id, 0, 10);
    await engine.showPost({ by: moderator, postId });
    expect(await lists()).toEqual([true, true, true, true, true]);
    expect((await deeds(2)).map(({ kind, post }) => [kind, post?.question])).toEqual([
      ['POST_SHOWN', 'Will the zeppelin land?'],
      ['POST_HIDDEN', 'Will the zeppelin land?'],
    ]);
  });
});

describe('the record', () => {
  test('is read by admins only, page by page', async () => {
    await expect(books.engine.listDeeds(moderator, { limit: 5 })).rejects.toMatchObject(forbidden);
    const first = await books.engine.listDeeds(admin, { limit: 2 });
    const second = await books.engine.listDeeds(admin, { limit: 2, cursor: first.nextCursor });
    const ids = [...first.deeds, ...second.deeds].map(({ id }) => Number(id));
    expect(ids).toEqual(ids.toSorted((a, b) => b - a));
    expect(new Set(ids).size).toBe(4);
  });

  test('has reports, removals, bots and switches', async () => {
    const postId = (await books.engine.createPost({ userId: ana, body: 'Text.' })).answer.id;
    const comment = (await books.engine.postComment({ userId: ben, postId, body: 'Tulips!' })).answer;
    await books.engine.reportPost({ userId: ben, postId, reason: 'SPAM' });
    const [report] = (await books.engine.listReports(moderator, { state: 'open', limit: 5 })).cases;
    await books.engine.handleReport({ userId: moderator, id: report!.id, verdict: 'DISMISS' });
    await books.engine.deleteComment({ userId: moderator, id: comment.id });
    await books.engine.flagBot({ userId: admin, handle: handles.get(ben)!, bot: true });
    await books.engine.setFlag('creation', { enabled: true, reason: 'Test.' }, admin);
    expect((await deeds(4)).map(({ kind, by }) => [kind, by?.id])).toEqual([
      ['SWITCHED', admin],
      ['BOT_FLAGGED', admin],
      ['COMMENT_REMOVED', moderator],
      ['REPORT_DISMISSED', moderator],
    ]);
  });

  test('cannot be changed', async () => {
    for (const statement of [
      `update deed_log set detail = 'nothing'`,
      'delete from deed_log',
      'truncate deed_log',
      `update ban set reason = 'nothing'`,
      'delete from ban',
    ]) {
      await expect(books.database.pool.query(statement), statement).rejects.toThrow();
    }
  });
});

test('moderators see what there is to know of people', async () => {
  const market: MarketId = (await books.market(ben, { closesAt: inDays(2) })).id;
  await books.buy(ana, market, 0, 25);
  const { people } = await books.engine.listPeople(moderator, `@${handles.get(ana)}`);
  const seen = people.find(({ user }) => user.id === ana)!;
  expect(seen).toMatchObject({ role: 'user', bot: false, reports: 1, bans: [] });
  expect(seen.volume).toBeGreaterThanOrEqual(25);
  expect(seen.markets).toBeGreaterThan(0);
  const all = await books.engine.listPeople(moderator);
  expect(all.people.slice(0, 2).map(({ user }) => user.id)).toEqual(
    expect.arrayContaining([admin, moderator]),
  );
  await expect(books.engine.listPeople(ana)).rejects.toMatchObject(forbidden);
});
