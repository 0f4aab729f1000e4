import type { Comment, CommentId, CommentThread, PostId, UserId } from '@mesh-markets/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestBooks, type TestBooks } from '../testing/books.ts';

let books: TestBooks;
let ana: UserId;
let people: UserId[];
let post: PostId;

beforeAll(async () => {
  books = await openTestBooks();
  ana = await books.person();
  people = await books.people(8);
});
afterAll(() => books.close());
beforeEach(async () => {
  post = (await books.engine.createPost({ userId: ana, body: 'What do you think?' })).answer.id;
});

const say = async (body: string, parentId?: CommentId): Promise<Comment> =>
  (await books.engine.postComment({ userId: ana, postId: post, body, parentId })).answer;
const sayAll = async (count: number): Promise<CommentId[]> => {
  const ids: CommentId[] = [];
  for (let i = 1; i <= count; i += 1) ids.push((await say(`${i}`)).id);
  return ids;
};
const like = (userId: UserId, id: CommentId, liked = true) => books.engine.likeComment({ userId, id, liked });
const wordsOf = (threads: readonly CommentThread[]) => threads.map(({ comment }) => comment.body);

/** Reads to the end; `between` happens after each page. */
const readAll = async (
  sort: 'newest' | 'best',
  limit: number,
  between: (page: number) => Promise<unknown> = async () => undefined,
  focus?: CommentId,
) => {
  const words: (string | undefined)[] = [];
  let cursor: string | undefined;
  for (let page = 1; page === 1 || cursor !== undefined; page += 1) {
    const answer = await books.engine.listComments(post, { sort, limit, cursor, focus });
    words.push(...wordsOf(answer.threads));
    cursor = answer.nextCursor;
    await between(page);
  }
  return words;
};

describe('pages', () => {
  test('newest first neither skip nor repeat what was there, whatever is written meanwhile', async () => {
    await sayAll(11);
    const words = await readAll('newest', 3, (page) =>
      Promise.all([say(`new ${page}`), say(`more ${page}`)]),
    );
    expect(words).toEqual(['11', '10', '9', '8', '7', '6', '5', '4', '3', '2', '1']);
  });

  test('read while everybody writes show each comment once and miss none that was there before', async () => {
    const before = await sayAll(5);
    let writing = true;
    const writers = people.map(async (userId, i) => {
      while (writing) await books.engine.postComment({ userId, postId: post, body: `by ${i}` });
    });
    for (let round = 0; round < 5; round += 1) {
      const seen: CommentId[] = [];
      let cursor: string | undefined;
      do {
        const answer = await books.engine.listComments(post, { sort: 'newest', limit: 4, cursor });
        seen.push(...answer.threads.map(({ comment }) => comment.id));
        cursor = answer.nextCursor;
      } while (cursor !== undefined);
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toEqual([...seen].sort((a, b) => Number(b) - Number(a)));
      expect(seen.slice(-5)).toEqual([...before].reverse());
      // The newest of a finished page is above whatever is written later: nothing appears in the middle afterwards.
      const again = await books.engine.listComments(post, { sort: 'newest', limit: 50 });
      const known = again.threads
        .map(({ comment }) => comment.id)
        .filter((id) => Number(id) <= Number(seen[0]));
      expect(known).toEqual(seen.slice(0, known.length));
    }
    writing = false;
    await Promise.all(writers);
  });

  test('best first follow the likes', async () => {
    const [one, two, three] = (await sayAll(3)) as [CommentId, CommentId, CommentId];
    for (const person of people.slice(0, 3)) await like(person, two);
    await like(people[0]!, one);
    expect(await readAll('best', 10)).toEqual(['2', '1', '3']);
    await like(people[0]!, two, false);
    await like(people[1]!, two, false);
    await like(people[1]!, three);
    await like(people[2]!, three);
    expect(await readAll('best', 10)).toEqual(['3', '2', '1']);
  });

  test('best first neither skip nor repeat when likes come and go in the middle of reading', async () => {
    const ids = await sayAll(9);
    // Likes: 9 has none, 8 one, … 1 eight.
    for (const [i, id] of ids.entries()) for (const person of people.slice(0, 8 - i)) await like(person, id);
    const upset = async (page: number): Promise<void> => {
      if (page === 1) {
        for (const person of people) await like(person, ids[8]!);
        for (const person of people) await like(person, ids[0]!, false);
      }
      if (page === 2) for (const person of people) await like(person, ids[4]!, false);
      if (page === 3) await like(people[7]!, ids[7]!);
    };
    expect(await readAll('best', 2, upset)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect((await readAll('best', 20))[0]).toBe('9');
  });

  test('put the thread a link leads into on top, and once', async () => {
    const ids = await sayAll(7);
    const answer = await say('the answer', ids[1]);
    for (const sort of ['newest', 'best'] as const) {
      const words = await readAll(sort, 2, undefined, answer.id);
      expect(words).toEqual(['2', '7', '6', '5', '4', '3', '1']);
    }
    const [first] = (await books.engine.listComments(post, { sort: 'newest', limit: 2, focus: answer.id }))
      .threads;
    expect(first!.replies.map(({ id }) => id)).toEqual([answer.id]);
    expect(await readAll('newest', 3, undefined, '999999' as CommentId)).toHaveLength(7);
  });

  test('of answers go on where the thread left off', async () => {
    // The ids get a digit more in the middle of the thread: none of them may be read as text.
    await books.database.pool.query(`select setval(pg_get_serial_sequence('comment', 'id'), 99995)`);
    const first = await say('first');
    for (let i = 1; i <= 12; i += 1) await say(`${i}`, first.id);
    const [thread] = (await books.engine.listComments(post, { sort: 'newest', limit: 5 })).threads;
    expect(thread!.replyCount).toBe(12);
    const words = thread!.replies.map(({ body }) => body);
    let cursor = thread!.nextReplies;
    expect(cursor).toBeDefined();
    while (cursor !== undefined) {
      const page = await books.engine.listReplies(first.id, { cursor, limit: 3 });
      words.push(...page.replies.map(({ body }) => body));
      cursor = page.nextCursor;
      await say('later', thread!.replies[0]!.id);
    }
    expect(words).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12']);
    await expect(books.engine.listReplies(thread!.replies[0]!.id, { limit: 3 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('refuse a cursor that is not theirs', async () => {
    await sayAll(3);
    const { nextCursor } = await books.engine.listComments(post, { sort: 'newest', limit: 2 });
    for (const [sort, cursor] of [
      ['best', nextCursor],
      ['newest', 'nonsense'],
    ] as const) {
      await expect(books.engine.listComments(post, { sort, limit: 2, cursor })).rejects.toMatchObject({
        code: 'VALIDATION_FAILED',
      });
    }
  });
});

describe('likes', () => {
  test('count each person once, however fast they press', async () => {
    const [id] = (await sayAll(1)) as [CommentId];
    await Promise.all(people.flatMap((person) => Array.from({ length: 4 }, () => like(person, id))));
    expect(await like(people[0]!, id)).toEqual({ liked: true, likes: people.length });
    await Promise.all(people.flatMap((person) => [like(person, id, false), like(person, id, false)]));
    expect(await like(people[0]!, id, false)).toEqual({ liked: false, likes: 0 });
  });

  test('that people give and take back at once end as the rows say', async () => {
    const ids = await sayAll(3);
    const press = (person: UserId, round: number) =>
      like(person, ids[round % 3]!, (round + Number(person)) % 2 === 0);
    await Promise.all(
      people.flatMap((person) => Array.from({ length: 9 }, (_, round) => press(person, round))),
    );
    const { rows } = await books.database.pool.query(
      `select c.id, c.like_count = count(l.user_id) as counted, c.like_count = (select coalesce(sum(change), 0) from comment_like_log g where g.comment_id = c.id) as logged
         from comment c left join comment_like l on l.comment_id = c.id where c.post_id = $1 group by c.id`,
      [post],
    );
    expect(rows.every(({ counted, logged }) => counted && logged)).toBe(true);
    const gaps = await books.database.pool.query(
      `select max(seq) = count(*) as whole, max(seq) = (select like_seq from discussion where post_id = $1) as last from comment_like_log where post_id = $1`,
      [post],
    );
    expect(gaps.rows).toEqual([{ whole: true, last: true }]);
  });
});
