import type { AnswerOf, CommentId, CommentThread, PostId } from '@mesh-markets/contract';
import { decodeCursor, encodeCursor, pageOf, type Reader, type Viewing } from '../reads/rows.ts';
import { Refusal } from '../refusal.ts';
import { type CommentRow, commentOf, commentSelect } from './commentRows.ts';
import { replyCursor, visibleReply } from './listReplies.ts';

/** Answers that come with a thread; the rest when somebody asks. */
const REPLIES_SHOWN = 5;
/** Of the thread that a link leads into, more: the linked comment should be among them. */
const FOCUS_REPLIES_SHOWN = 200;

export interface CommentsQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly sort: 'newest' | 'best';
  readonly focus?: CommentId | undefined;
}

/** A thread whose first comment is deleted stands as long as somebody answers in it. */
const FIRSTS = `comment c where c.post_id = $2 and c.parent_id is null and (c.deleted_at is null or c.reply_count > 0)
  and c.id is distinct from (select id from focus)`;

/** The SQL that picks the threads of a page as (id, place, score). */
const PAGES = {
  newest: `
    select c.id, row_number() over (order by c.id desc) as place, 0 as score from ${FIRSTS}
       and c.id < coalesce($5::bigint, ${Number.MAX_SAFE_INTEGER}) and $6::bigint is null and $7::bigint is null
     order by c.id desc limit $3::int`,
  // As the likes stood at the first page: those given and taken back since are undone.
  best: `
    select id, row_number() over (order by score desc, id desc) as place, score from (
      select c.id, c.like_count - coalesce(since.change, 0) as score
        from (select * from ${FIRSTS}) as c
        left join (select comment_id, sum(change) as change from comment_like_log
                    where post_id = $2 and seq > coalesce($7::bigint, (select like_seq from meta)) group by comment_id) as since
          on since.comment_id = c.id) as scored
     where $6::bigint is null or (score, id) < ($6::bigint, $5::bigint)
     order by score desc, id desc limit $3::int`,
} as const;

const select = (page: string): string => `
  with meta as (
    select post.id, coalesce(d.comment_count, 0) as comment_count, coalesce(d.like_seq, 0) as like_seq
      from post left join discussion d on d.post_id = post.id where post.id = $2),
  focus as (select root_id as id from comment where id = $4::bigint and post_id = $2),
  firsts as (
    select * from (${page}) as page
    union all
    select id, 0, 0 from focus where $5::bigint is null),
  shown as (
    select id, array[id] as way, place, score from firsts
    union all
    select reply.id, reply.path, firsts.place, firsts.score from firsts, lateral (
      select r.id, r.path from comment r where r.root_id = firsts.id and r.parent_id is not null and ${visibleReply('r')}
       order by r.path limit case when firsts.place = 0 then ${FOCUS_REPLIES_SHOWN + 1} else ${REPLIES_SHOWN + 1} end) as reply)
  select meta.comment_count, meta.like_seq, listed.*
    from meta left join (
      select shown.place::int as place, shown.way, shown.score::int as score, row.* from shown, lateral (${commentSelect} where c.id = shown.id) as row) as listed on true
   order by listed.place, listed.way`;

interface ListedRow extends CommentRow {
  readonly comment_count: number;
  readonly like_seq: number;
  readonly place: number | null;
  readonly score: number;
}

const threadOf = (rows: readonly ListedRow[], viewer: Viewing): CommentThread => {
  const [first, ...answers] = rows as [ListedRow, ...ListedRow[]];
  const max = first.place === 0 ? FOCUS_REPLIES_SHOWN : REPLIES_SHOWN;
  const replies = answers.slice(0, max);
  return {
    comment: commentOf(first, viewer),
    replies: replies.map((row) => commentOf(row, viewer)),
    replyCount: first.reply_count,
    ...(answers.length > max ? { nextReplies: replyCursor(replies.at(-1)!) } : {}),
  };
};

/** What the cursor of each order is made of. */
const CURSORS = { best: ['id', 'whole', 'id'], newest: ['id'] } as const;

/**
 * The threads under a post, newest first or best liked first. New comments neither shift nor repeat a page: the cursor is
 * the last thread's place. Likes move no thread between the pages of one reading: the cursor carries the number of the
 * last like when it began. @throws Refusal NOT_FOUND, VALIDATION_FAILED (cursor)
 */
export const listComments = async (
  reader: Reader,
  postId: PostId,
  query: CommentsQuery,
  viewer: Viewing,
): Promise<AnswerOf<'listComments'>> => {
  const { sort, limit, focus } = query;
  const [id, score, likeSeq] = decodeCursor(query.cursor, ...CURSORS[sort]) ?? [];
  const { rows } = await reader.query<ListedRow>({
    name: `list_comments_${sort}`,
    text: select(PAGES[sort]),
    values: [viewer ?? null, postId, limit + 1, focus ?? null, id ?? null, score ?? null, likeSeq ?? null],
  });
  const meta = rows[0];
  if (!meta) throw new Refusal('NOT_FOUND', 'There is no such post.');
  const threads = [...Map.groupBy(rows, (row) => row.place).entries()].flatMap(([place, thread]) =>
    place === null ? [] : [thread],
  );
  const focused = threads.filter(([first]) => first?.place === 0);
  const { page, ...more } = pageOf(threads.slice(focused.length), limit, ([last]) =>
    sort === 'best' ? encodeCursor(last!.id, last!.score, likeSeq ?? meta.like_seq) : encodeCursor(last!.id),
  );
  return {
    threads: [...focused, ...page].map((thread) => threadOf(thread, viewer)),
    commentCount: meta.comment_count,
    ...more,
  };
};
