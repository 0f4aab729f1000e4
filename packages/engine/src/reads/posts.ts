import type { AnswerOf, HistoryPoint, Post, PostId, UserId, UserSummary } from '@mesh-markets/contract';
import { Refusal } from '../refusal.ts';
import { type MarketRow, marketOf, marketSelect } from './marketRows.ts';
import { decodeCursor, encodeCursor, iso, pageOf, type Reader, userJson, type Viewing } from './rows.ts';

const SPARKLINE_POINTS = 24;

interface PostRow {
  readonly id: PostId;
  readonly type: Post['type'];
  readonly body: string;
  readonly created_at: Date;
  readonly author: UserSummary;
  readonly market: MarketRow | null;
  readonly sparkline: [at: string, seq: number, probabilities: number[]][] | null;
}

/**
 * Posts with their markets and sparklines: `page` is the SQL that picks them, as rows of (id, place); `$1` is the viewer. What a post
 * carries is looked up for the page alone, and the sparkline reads a few trades by their numbers, not the history.
 */
const postSelect = (page: string): string => `
  select p.id::text as id, p.type, p.body, p.created_at, ${userJson('author')} as author,
         (select row_to_json(market) from (${marketSelect('$1::bigint')} where m.id = p.id) as market) as market,
         (select json_agg(json_build_array(t.created_at, t.seq, t.probabilities) order by t.seq)
            from prediction_market m join trade t on t.market_id = m.id and t.seq = any (array(
              select distinct greatest(1, m.seq * k / ${SPARKLINE_POINTS}) from generate_series(1, ${SPARKLINE_POINTS}) as k))
           where m.id = p.id and m.type = 'BINARY' and m.seq > 0) as sparkline
    from (${page}) as page join post p on p.id = page.id join users author on author.id = p.author_id order by page.place`;

const sparklineOf = (points: NonNullable<PostRow['sparkline']>): HistoryPoint[] =>
  points.map(([at, seq, probabilities]) => ({ at: iso(at), seq, probabilities }));

const postOf = (row: PostRow, viewer: Viewing): Post => ({
  id: row.id,
  type: row.type,
  author: row.author,
  createdAt: iso(row.created_at),
  ...(row.type === 'TEXT' ? { body: row.body } : {}),
  ...(row.market === null ? {} : { market: marketOf(row.market, viewer) }),
  ...(row.sparkline === null ? {} : { sparkline: sparklineOf(row.sparkline) }),
});

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
