import type { AnswerOf, Post, PostId, UserId } from '@mesh-markets/contract';
import { Refusal } from '../refusal.ts';
import { type PostRow, postOf, postSelect } from './postRows.ts';
import { decodeCursor, encodeCursor, iso, pageOf, type Reader, type Viewing } from './rows.ts';

/** @throws Refusal NOT_FOUND */
export const readPost = async (reader: Reader, id: PostId, viewer: Viewing): Promise<Post> => {
  const { rows } = await reader.query<PostRow>({
    name: 'read_post',
    text: postSelect('select id, 1 as place from post where id = $2::bigint'),
    values: [viewer ?? null, id],
  });
  if (!rows[0]) throw new Refusal('NOT_FOUND', 'There is no such post.');
  return postOf(rows[0], viewer);
};

export interface FeedQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly type?: 'TEXT' | 'PREDICTION' | undefined;
  readonly state?: 'OPEN' | 'CLOSED' | 'RESOLVED' | undefined;
  readonly sort: 'newest' | 'closing';
}

// A market past its time reads as CLOSED before the job has written it, here as everywhere.
const STATES = {
  OPEN: `m.state = 'OPEN' and m.closes_at > mesh_now()`,
  CLOSED: `(m.state = 'CLOSED' or (m.state = 'OPEN' and m.closes_at <= mesh_now()))`,
  RESOLVED: `m.state = 'RESOLVED'`,
} as const;

const closingSoon = async (
  reader: Reader,
  query: FeedQuery,
  viewer: Viewing,
): Promise<AnswerOf<'getFeed'>> => {
  const [closesAt, id] = decodeCursor(query.cursor, 2) ?? [null, null];
  const { rows } = await reader.query<PostRow>({
    name: 'feed_closing',
    text: postSelect(
      `select m.id, row_number() over (order by m.closes_at, m.id) as place from prediction_market m
        where ${STATES.OPEN} and (m.closes_at, m.id) > (coalesce($2::timestamptz, '-infinity'), coalesce($3::bigint, 0))
        order by m.closes_at, m.id limit $4::int`,
    ),
    values: [viewer ?? null, closesAt, id, query.limit + 1],
  });
  const { page, ...more } = pageOf(rows, query.limit, (last) =>
    encodeCursor(iso(last.market!.closes_at), last.id),
  );
  return { posts: page.map((row) => postOf(row, viewer)), ...more };
};

/** The SQL that picks a page of the feed; the ids of markets are those of their posts. */
const newestPage = ({ type, state }: FeedQuery): string => {
  const older = `id < coalesce($2::bigint, ${Number.MAX_SAFE_INTEGER}) order by id desc limit $3::int`;
  if (state !== undefined) {
    if (type === 'TEXT')
      return 'select id, -id as place from post where false and id < $2::bigint limit $3::int';
    return `select m.id, -m.id as place from prediction_market m where ${STATES[state]} and m.${older.replace('order by id', 'order by m.id')}`;
  }
  return `select id, -id as place from post where ${type === undefined ? '' : `type = '${type}' and `}${older}`;
};

/**
 * Posts, newest first, or open markets, soonest closing first. The cursor is the last row's place, so new posts neither
 * shift nor repeat anything. @throws Refusal VALIDATION_FAILED (cursor)
 */
export const getFeed = async (
  reader: Reader,
  query: FeedQuery,
  viewer: Viewing,
): Promise<AnswerOf<'getFeed'>> => {
  if (query.sort === 'closing') return closingSoon(reader, query, viewer);
  const before = decodeCursor(query.cursor, 1)?.[0] ?? null;
  const { rows } = await reader.query<PostRow>({
    name: `feed_${query.type ?? 'any'}_${query.state ?? 'any'}`,
    text: postSelect(newestPage(query)),
    values: [viewer ?? null, before, query.limit + 1],
  });
  const { page, ...more } = pageOf(rows, query.limit, (last) => encodeCursor(last.id));
  return { posts: page.map((row) => postOf(row, viewer)), ...more };
};

/** The latest posts of one author. */
export const getFeedOf = async (
  reader: Reader,
  author: UserId,
  limit: number,
  viewer: Viewing,
): Promise<Post[]> => {
  const { rows } = await reader.query<PostRow>({
    name: 'feed_of_author',
    text: postSelect(
      'select id, -id as place from post where author_id = $2::bigint order by id desc limit $3::int',
    ),
    values: [viewer ?? null, author, limit],
  });
  return rows.map((row) => postOf(row, viewer));
};
