import type { Comment, PostId, ReportId, UserId } from '@mesh-markets/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestBooks, type TestBooks } from '../testing/books.ts';

let books: TestBooks;
let admin: UserId;
let ana: UserId;
let ben: UserId;
let eve: UserId;
let post: PostId;
let comment: Comment;

beforeAll(async () => {
  books = await openTestBooks();
  [ana, ben, eve, admin] = (await books.people(4)) as [UserId, UserId, UserId, UserId];
  await books.engine.grantAdmin({ userId: admin });
});
afterAll(() => books.close());
beforeEach(async () => {
  for (const { id } of (await open()).cases) await handle(id, 'DISMISS');
  post = (await books.engine.createPost({ userId: ana, body: 'A text.' })).answer.id;
  comment = (await books.engine.postComment({ userId: ben, postId: post, body: 'Buy my tulips!' })).answer;
});

const open = () => books.engine.listReports(admin, { state: 'open', limit: 20 });
const handled = (limit = 20, cursor?: string) =>
  books.engine.listReports(admin, { state: 'handled', limit, cursor });
const handle = (id: ReportId, verdict: 'DISMISS' | 'REMOVE', userId = admin) =>
  books.engine.handleReport({ userId, id, verdict });
const report = (userId: UserId, note?: string) =>
  books.engine.reportComment({ userId, id: comment.id, reason: 'SPAM', note });

describe('reports', () => {
  test('of one thing are one case, each person once', async () => {
    await Promise.all([report(ana, 'Tulips again.'), report(ana, 'Tulips again.'), report(eve)]);
    const { cases, openCount } = await open();
    expect(openCount).toBe(1);
    expect(cases).toMatchObject([
      {
        kind: 'COMMENT',
        post: { id: post },
        comment: { id: comment.id, author: { id: ben } },
        text: 'Buy my tulips!',
        deleted: false,
      },
    ]);
    const { reports } = cases[0]!;
    expect(new Set(reports.map(({ reporter }) => reporter.id))).toEqual(new Set([ana, eve]));
    const { rows } = await books.database.pool.query(
      `select user_id::text as "userId" from outbox where kind = 'REPORTED' and subject_id = any ($1::bigint[]) order by id`,
      [reports.map(({ id }) => id)],
    );
    expect(rows).toEqual(reports.map(({ reporter }) => ({ userId: reporter.id })));
  });

  test('remember the words as they were', async () => {
    await report(eve);
    await books.engine.editComment({ userId: ben, id: comment.id, body: 'Lovely weather.' });
    expect((await open()).cases[0]).toMatchObject({
      text: 'Lovely weather.',
      reports: [{ reportedText: 'Buy my tulips!' }],
    });
  });

  test('are read and decided by admins alone', async () => {
    await report(eve);
    const { id } = (await open()).cases[0]!;
    for (const userId of [ana, ben, eve]) {
      await expect(books.engine.listReports(userId, { state: 'open', limit: 5 })).rejects.toMatchObject({
        code: 'FORBIDDEN',
      });
      await expect(handle(id, 'REMOVE', userId)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
    await expect(handle('999999' as ReportId, 'DISMISS')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('are decided once, and together', async () => {
    await Promise.all([report(ana), report(eve)]);
    const { id } = (await open()).cases[0]!;
    const decisions = await Promise.allSettled([
      handle(id, 'REMOVE'),
      handle(id, 'REMOVE'),
      handle(id, 'REMOVE'),
    ]);
    expect(decisions.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const decision of decisions) {
      if (decision.status === 'rejected') expect(decision.reason).toMatchObject({ code: 'ALREADY_HANDLED' });
    }
    expect((await open()).openCount).toBe(0);
    const [latest] = (await handled()).cases;
    expect(latest).toMatchObject({ deleted: true, handled: { verdict: 'REMOVED', by: { id: admin } } });
    expect(latest!.reports).toHaveLength(2);
    expect((await books.engine.listComments(post, { sort: 'newest', limit: 5 })).threads).toEqual([]);
  });

  test('that are dismissed leave the comment, and may be made again by others', async () => {
    await report(ana);
    await handle((await open()).cases[0]!.id, 'DISMISS');
    expect((await books.engine.getPost(post)).commentCount).toBe(1);
    await report(ana);
    expect((await open()).openCount).toBe(0);
    await report(eve);
    expect((await open()).openCount).toBe(1);
  });

  test('take a text down, with nothing left to say under it', async () => {
    await books.engine.reportPost({ userId: eve, postId: post, reason: 'ABUSE' });
    const [found] = (await open()).cases;
    expect(found).toMatchObject({ kind: 'TEXT', text: 'A text.', reports: [{ reason: 'ABUSE' }] });
    await handle(found!.id, 'REMOVE');
    const after = await books.engine.getPost(post);
    expect(after.removed).toBe(true);
    expect(after).not.toHaveProperty('body');
    await expect(books.engine.postComment({ userId: ben, postId: post, body: 'Why?' })).rejects.toMatchObject(
      { code: 'NOT_FOUND' },
    );
    await expect(
      books.engine.reportPost({ userId: ana, postId: post, reason: 'SPAM' }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('cannot take a market down, in which people hold shares', async () => {
    const market = await books.market(ana);
    await books.engine.reportPost({ userId: eve, postId: market.postId, reason: 'MISLEADING' });
    await expect(
      books.engine.reportPost({ userId: ana, postId: market.postId, reason: 'MISLEADING' }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const [found] = (await open()).cases;
    expect(found).toMatchObject({ kind: 'MARKET', post: { question: market.question } });
    await expect(handle(found!.id, 'REMOVE')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await handle(found!.id, 'DISMISS');
  });

  test('that were handled come in pages, latest first', async () => {
    const words: string[] = [];
    for (let i = 0; i < 5; i += 1) {
      comment = (await books.engine.postComment({ userId: ben, postId: post, body: `Tulip ${i}` })).answer;
      await report(eve);
      await handle((await open()).cases[0]!.id, i % 2 === 0 ? 'REMOVE' : 'DISMISS');
    }
    let cursor: string | undefined;
    do {
      const page = await handled(2, cursor);
      words.push(...page.cases.map(({ text }) => text));
      cursor = page.nextCursor;
    } while (cursor !== undefined && words.length < 5);
    expect(words.slice(0, 5)).toEqual(['Tulip 4', 'Tulip 3', 'Tulip 2', 'Tulip 1', 'Tulip 0']);
  });
});
