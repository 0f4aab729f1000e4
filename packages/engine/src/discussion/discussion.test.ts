import type { Comment, CommentId, PostId, UserId } from '@mesh-markets/contract';
import { COMMENT_DEPTH_MAX } from '@mesh-markets/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newKey, openTestBooks, type TestBooks } from '../testing/books.ts';
import { openEngineAt } from '../timeTravel.ts';
import type { PostComment } from './postComment.ts';

let books: TestBooks;
let ana: UserId;
let ben: UserId;
let eve: UserId;
let admin: UserId;
let post: PostId;

beforeAll(async () => {
  books = await openTestBooks();
  ana = (await books.engine.createAccount({ name: 'Ana', handle: 'ana' })).userId;
  ben = (await books.engine.createAccount({ name: 'Ben', handle: 'ben' })).userId;
  eve = (await books.engine.createAccount({ name: 'Eve', handle: 'eve' })).userId;
  admin = await books.person('Boss');
  await books.engine.grantAdmin({ userId: admin });
});
afterAll(() => books.close());
beforeEach(async () => {
  post = (await books.engine.createPost({ userId: ana, body: 'What do you think?' })).answer.id;
});

const say = async (userId: UserId, body: string, more: Partial<PostComment> = {}): Promise<Comment> =>
  (await books.engine.postComment({ userId, postId: post, body, ...more })).answer;
const answer = (userId: UserId, to: Comment, body: string) => say(userId, body, { parentId: to.id });
const read = (viewer?: UserId, more: Partial<Parameters<TestBooks['engine']['listComments']>[1]> = {}) =>
  books.engine.listComments(post, { limit: 20, sort: 'newest', ...more }, viewer);
const wordsOf = (comments: readonly Comment[]): (string | undefined)[] => comments.map(({ body }) => body);
const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code });

describe('a comment', () => {
  test('stands with its author, what they hold and the trade it stands by', async () => {
    const market = await books.market(ana);
    await books.buy(ben, market.id, 0, 100);
    const bought = await books.buy(ben, market.id, 0, 50);
    await books.buy(ben, market.id, 1, 20);
    post = market.postId;
    await say(ben, 'It will **rain**.', { tradeSeq: bought.trade.seq });
    const { threads, commentCount } = await read();
    expect(commentCount).toBe(1);
    const { comment } = threads[0]!;
    expect(comment).toMatchObject({
      author: { handle: 'ben' },
      body: 'It will **rain**.',
      depth: 0,
      likes: 0,
      trade: { seq: 2, action: 'BUY', outcome: 0, label: 'YES', cost: 50, shares: bought.trade.shares },
    });
    expect(comment.holdings.map(({ label }) => label)).toEqual(['YES', 'NO']);
    expect(comment.holdings[0]!.shares).toBe(bought.holding);
    expect(comment).not.toHaveProperty('viewer');
    expect((await books.engine.getPost(post)).commentCount).toBe(1);
  });

  test('may stand by nobody else’s trade, nor by one of another market', async () => {
    const [market, other] = [await books.market(ana), await books.market(ana)];
    await books.buy(ben, market.id, 0, 100);
    await books.buy(eve, other.id, 0, 100);
    post = market.postId;
    for (const tradeSeq of [1, 2]) {
      await expect(say(eve, 'Mine!', { tradeSeq })).rejects.toEqual(refusal('FORBIDDEN'));
    }
    const forged = `insert into comment (post_id, author_id, body, trade_seq) values (${post}, ${eve}, 'Mine!', 1)`;
    await expect(books.database.pool.query(forged)).rejects.toThrow('a trade of its own author');
    expect((await books.engine.listOwnTrades(post, ben)).trades).toMatchObject([{ seq: 1, cost: 100 }]);
    expect((await books.engine.listOwnTrades(post, eve)).trades).toEqual([]);
  });

  test('is written once however often it is sent', async () => {
    const command = { userId: ben, postId: post, body: 'Once.', idempotencyKey: newKey() };
    const written = await Promise.all(Array.from({ length: 8 }, () => books.engine.postComment(command)));
    expect(new Set(written.map(({ answer: { id } }) => id)).size).toBe(1);
    expect(written.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect((await read()).commentCount).toBe(1);
    await expect(books.engine.postComment({ ...command, body: 'Twice.' })).rejects.toEqual(
      refusal('IDEMPOTENCY_MISMATCH'),
    );
  });

  test('needs a post, and what it answers must stand under the same one', async () => {
    const first = await say(ana, 'First.');
    await expect(say(ben, 'Where?', { postId: '999999' as PostId })).rejects.toEqual(refusal('NOT_FOUND'));
    await expect(read(undefined, { cursor: undefined })).resolves.toBeDefined();
    const elsewhere = (await books.engine.createPost({ userId: ana, body: 'Elsewhere.' })).answer.id;
    await expect(say(ben, 'Here?', { postId: elsewhere, parentId: first.id })).rejects.toEqual(
      refusal('NOT_FOUND'),
    );
    await expect(books.engine.listComments('999999' as PostId, { limit: 5, sort: 'best' })).rejects.toEqual(
      refusal('NOT_FOUND'),
    );
  });

  test('names people by their handles, each once, and nobody who is not there', async () => {
    const comment = await say(ana, 'Ask @Ben, @ben and @nobody_here; not me@eve.org nor `@eve`.');
    expect(comment.mentions).toMatchObject([{ handle: 'ben', user: { id: ben } }]);
    const edited = await books.engine.editComment({ userId: ana, id: comment.id, body: 'Ask @eve.' });
    expect(edited.mentions).toMatchObject([{ handle: 'eve', user: { id: eve } }]);
  });

  test('is told to those who listen and noted for those who act on it', async () => {
    const heard: unknown[] = [];
    const stop = books.engine.subscribe((news) => heard.push(news));
    const market = await books.market(ana);
    post = market.postId;
    const comment = await say(ben, 'Told.');
    stop();
    expect(heard).toContainEqual({ kind: 'DISCUSSION', postId: post });
    const { rows } = await books.database.pool.query(
      `select user_id::text as "userId", market_id::text as "marketId" from outbox where kind = 'COMMENTED' and subject_id = $1`,
      [comment.id],
    );
    expect(rows).toEqual([{ userId: ben, marketId: market.id }]);
  });
});

describe('a thread', () => {
  test('reads in the order in which people answer each other', async () => {
    const first = await say(ana, '1');
    const left = await answer(ben, first, '1.1');
    const right = await answer(eve, first, '1.2');
    await answer(ana, left, '1.1.1');
    await answer(ana, right, '1.2.1');
    await say(eve, '2');
    const { threads } = await read();
    expect(threads.map(({ comment, replies }) => wordsOf([comment, ...replies]))).toEqual([
      ['2'],
      ['1', '1.1', '1.1.1', '1.2', '1.2.1'],
    ]);
    expect(threads[1]).toMatchObject({ replyCount: 4 });
    expect(threads[1]!.replies.map(({ depth }) => depth)).toEqual([1, 2, 1, 2]);
    expect(threads[1]!.replies[1]!.parent).toMatchObject({ id: left.id, author: { handle: 'ben' } });
  });

  test('goes no deeper than a screen can show, and then says whom an answer answers', async () => {
    let last = await say(ana, '0');
    for (let depth = 1; depth <= COMMENT_DEPTH_MAX + 2; depth += 1)
      last = await answer(ben, last, `${depth}`);
    expect(last.depth).toBe(COMMENT_DEPTH_MAX);
    const [thread] = (await read(undefined, { focus: last.id })).threads;
    expect(wordsOf(thread!.replies)).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(last.parent).toMatchObject({ author: { handle: 'ben' } });
  });

  test('keeps the place of what is deleted as long as somebody answers it', async () => {
    const first = await say(ana, 'Gone soon.');
    const kept = await answer(ben, first, 'I answer.');
    const lonely = await say(eve, 'Nobody answers.');
    for (const { id } of [first, lonely]) {
      await books.engine.deleteComment({ userId: admin, id });
    }
    const { threads, commentCount } = await read();
    expect(commentCount).toBe(1);
    expect(threads).toHaveLength(1);
    expect(threads[0]!.comment).toMatchObject({ deleted: 'MODERATOR', holdings: [], likes: 0 });
    expect(threads[0]!.comment).not.toHaveProperty('body');
    expect(threads[0]!.comment).not.toHaveProperty('author');
    expect(threads[0]!.replies[0]!.parent).toEqual({ id: first.id });
    await books.engine.deleteComment({ userId: ben, id: kept.id });
    expect(await read()).toMatchObject({ threads: [], commentCount: 0 });
    await expect(answer(eve, first, 'Too late.')).rejects.toEqual(refusal('NOT_FOUND'));
  });

  test('shows a deleted answer only above one that stands', async () => {
    const first = await say(ana, '1');
    const middle = await answer(ben, first, '1.1');
    const below = await answer(eve, middle, '1.1.1');
    await books.engine.deleteComment({ userId: ben, id: middle.id });
    expect((await read()).threads[0]!.replies.map(({ deleted }) => deleted)).toEqual(['AUTHOR', undefined]);
    await books.engine.deleteComment({ userId: eve, id: below.id });
    expect((await read()).threads[0]!.replies).toEqual([]);
  });
});

type Verb = (who: UserId, id: CommentId) => Promise<unknown>;
const verbs: Record<string, Verb> = {
  edit: (userId, id) => books.engine.editComment({ userId, id, body: 'Changed.' }),
  delete: (userId, id) => books.engine.deleteComment({ userId, id }),
  like: (userId, id) => books.engine.likeComment({ userId, id, liked: true }),
  report: (userId, id) => books.engine.reportComment({ userId, id, reason: 'SPAM' }),
};

describe('who may do what', () => {
  const matrix: [who: 'author' | 'reader' | 'admin', verb: string, code: string | undefined][] = [
    ['author', 'edit', undefined],
    ['author', 'delete', undefined],
    ['author', 'like', 'FORBIDDEN'],
    ['author', 'report', 'FORBIDDEN'],
    ['reader', 'edit', 'FORBIDDEN'],
    ['reader', 'delete', 'FORBIDDEN'],
    ['reader', 'like', undefined],
    ['reader', 'report', undefined],
    ['admin', 'edit', 'FORBIDDEN'],
    ['admin', 'delete', undefined],
    ['admin', 'like', undefined],
    ['admin', 'report', undefined],
  ];
  test.each(matrix)('%s: %s %s', async (who, verb, code) => {
    const { id } = await say(ben, 'Judge me.');
    const userId = { author: ben, reader: eve, admin }[who];
    const done = verbs[verb]!(userId, id);
    if (code === undefined) await done;
    else await expect(done).rejects.toEqual(refusal(code));
    const [thread] = (await read(userId)).threads;
    if (verb !== 'delete' || code !== undefined) {
      expect(thread!.comment.viewer).toEqual({
        liked: verb === 'like' && code === undefined,
        canEdit: who === 'author',
        canDelete: who !== 'reader',
        canReport: who !== 'author',
      });
    }
  });

  test.each(Object.keys(verbs))('nobody: %s of what is not there, or is deleted', async (verb) => {
    await expect(verbs[verb]!(eve, '999999' as CommentId)).rejects.toEqual(refusal('NOT_FOUND'));
    if (verb === 'delete') return;
    const { id } = await say(ben, 'Gone.');
    await books.engine.deleteComment({ userId: ben, id });
    await expect(verbs[verb]!(verb === 'edit' ? ben : eve, id)).rejects.toEqual(refusal('NOT_FOUND'));
  });

  test('an author changes their words soon after, and not later', async () => {
    const early = await say(ben, 'Now.');
    expect(await books.engine.editComment({ userId: ben, id: early.id, body: 'Now.' })).not.toHaveProperty(
      'editedAt',
    );
    const edited = await books.engine.editComment({ userId: ben, id: early.id, body: 'Changed.' });
    expect(edited).toMatchObject({ body: 'Changed.', editedAt: expect.any(String) });

    const past = await openEngineAt(books.database.url, new Date(Date.now() - 16 * 60_000));
    const { answer: late } = await past.engine.postComment({ userId: ben, postId: post, body: 'Long ago.' });
    await past.close();
    const rewrite = books.engine.editComment({ userId: ben, id: late.id, body: 'I never said so.' });
    await expect(rewrite).rejects.toEqual(refusal('EDIT_TOO_LATE'));
    const { threads } = await read(ben);
    expect(threads.map(({ comment }) => comment.viewer!.canEdit)).toEqual([false, true]);
  });

  test('the database lets the application change neither author nor place, nor bring back what is deleted', async () => {
    const { id } = await say(ben, 'Mine.');
    await books.engine.deleteComment({ userId: ben, id });
    const attempts = [
      `update comment set author_id = ${eve} where id = ${id}`,
      `update comment set like_count = 99 where id = ${id}`,
      `update comment set deleted_at = null, deleted_by = null where id = ${id}`,
      `delete from comment where id = ${id}`,
      `update discussion set comment_count = 9 where post_id = ${post}`,
      `insert into comment_like_log (post_id, seq, comment_id, change) values (${post}, 9, ${id}, 1)`,
    ];
    for (const sql of attempts) {
      await expect(books.pool.query(sql), sql).rejects.toThrow();
      await expect(books.database.pool.query(sql), sql).rejects.toThrow(/refused/);
    }
  });
});
