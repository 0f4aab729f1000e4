import type { Market, UserId } from '@mesh-markets/contract';
import { notHidden } from '../authority/hidePost.ts';
import type { PostRow } from '../reads/postRows.ts';
import { decodeCursor, encodeCursor, iso } from '../reads/rows.ts';
import { Refusal } from '../refusal.ts';

/** Which posts, from where on, and how many. */
export interface FeedQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly type?: 'TEXT' | 'PREDICTION' | undefined;
  readonly state?: Market['state'] | undefined;
  readonly topic?: string | undefined;
  readonly sort: 'newest' | 'trending' | 'closing' | 'following';
}

/**
 * The SQL that picks a page of the feed, as rows of (id, place) for `postSelect`. $1 is the viewer, $2 and on what the cursor says, and
 * the last one the topic where there is one. Every text is a walk along an index from the cursor on: what is filtered out on the way
 * is looked up by key. docs/design/feed-plans.md has their plans.
 */
export interface FeedPage {
  /** Of the prepared statement: the same for the same text. */
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
  /** Whether which posts these are depends on the viewer. */
  readonly personal?: boolean;
  /** Where the next page goes on. */
  readonly cursorOf: (last: PostRow) => string;
}

const FIRST = Number.MAX_SAFE_INTEGER;

const PAGE_SIZES = [5, 20, 50, 100];

/**
 * How many rows to ask for: at least the page and the one too many that says there is a next. As a few fixed numbers they can stand in the
 * text, where the planner sees them; of a parameter it thinks that it will be thousands.
 */
export const rowsFor = (limit: number): number => (PAGE_SIZES.find((size) => size >= limit) ?? limit) + 1;

/** Asked once for all rows; a clock that may answer otherwise each time could not be looked for in an index either. */
const NOW = '(select mesh_now())';

// A market past its time reads as CLOSED before the job has written it, here as everywhere.
const STATES = {
  OPEN: `m.state = 'OPEN' and m.closes_at > ${NOW}`,
  CLOSED: `(m.state = 'CLOSED' or (m.state = 'OPEN' and m.closes_at <= ${NOW}))`,
  RESOLVED: `m.state = 'RESOLVED'`,
} as const;

/** What a post has to be, by its id; each of these is a look-up by key. */
const conditionsOf = (id: string, { type, state, topic }: FeedQuery, topicParameter: string): string => {
  const conditions: string[] = [];
  if (type !== undefined)
    // Named like no table of the pages: an id of a table with the same name would be compared with itself.
    conditions.push(
      `exists (select from post typed where typed.id = ${id} and typed.type = '${type}' offset 0)`,
    );
  if (state !== undefined)
    conditions.push(
      `exists (select from prediction_market m where m.id = ${id} and ${STATES[state]} offset 0)`,
    );
  if (topic !== undefined)
    conditions.push(
      `exists (select from post_topic t where t.post_id = ${id} and t.topic = ${topicParameter}::text offset 0)`,
    );
  return conditions.map((condition) => ` and ${condition}`).join('');
};

const nameOf = ({ type, state, topic, sort, limit }: FeedQuery): string =>
  ['feed', sort, type ?? 'any', state ?? 'any', topic === undefined ? 'all' : 'topic', rowsFor(limit)]
    .join('_')
    .toLowerCase();

const topicValue = ({ topic }: FeedQuery): readonly string[] => (topic === undefined ? [] : [topic]);

/**
 * Newest first, of whatever table the filter has an index on. `wanted` is a further condition on a post, by the SQL of its id.
 */
const newestSource = (query: FeedQuery, wanted: (id: string) => string = () => ''): string => {
  const { type, state, topic } = query;
  const walk = (id: string) =>
    `${id} < $2::bigint${wanted(id)} and ${notHidden(id)} order by ${id} desc limit ${rowsFor(query.limit)}`;
  // What waits for its answer is little, and so is what is past its time, for the job closes it every minute: two short walks.
  if (state === 'CLOSED') {
    const rest = conditionsOf('m.id', { ...query, type: undefined, state: undefined }, '$3');
    return `select id from (
        (select m.id from prediction_market m where m.state = 'CLOSED'${rest} and ${walk('m.id')}) union all
        (select m.id from (select id from prediction_market where state = 'OPEN' and closes_at <= ${NOW} order by closes_at offset 0) as m
          where true${rest} and ${walk('m.id')})) as over
      order by id desc limit ${rowsFor(query.limit)}`;
  }
  if (topic !== undefined) {
    const rest = conditionsOf('post_id', { ...query, topic: undefined }, '');
    return `select post_id as id from post_topic where topic = $3::text${rest} and ${walk('post_id')}`;
  }
  if (state !== undefined)
    return `select m.id from prediction_market m where ${STATES[state]} and ${walk('m.id')}`;
  return `select id from post where ${type === undefined ? '' : `type = '${type}' and `}${walk('id')}`;
};

const newest = (query: FeedQuery): FeedPage => ({
  name: nameOf(query),
  text: `select id, -id as place from (${newestSource(query)}) as newest`,
  values: [decodeCursor(query.cursor, 'id')?.[0] ?? FIRST, ...topicValue(query)],
  cursorOf: (last) => encodeCursor(last.id),
});

/**
 * Of each person and market that is followed the latest, then the latest of these: as many look-ups as one follows, which is
 * bounded. A post of a followed author about a followed market is one post.
 */
const latestOfEach = (query: FeedQuery): string => {
  const rows = rowsFor(query.limit);
  const ofType = `${conditionsOf('p.id', query, '')} and ${notHidden('p.id')}`;
  return `select id from (
      select p.id from follow_user f, lateral (
          select p.id from post p where p.author_id = f.followee_id and p.id < $2::bigint${ofType}
           order by p.id desc limit ${rows}) as p
       where f.follower_id = $1::bigint
      union
      select p.id from (select market_id as id from follow_market where user_id = $1::bigint and market_id < $2::bigint
         order by market_id desc limit ${rows}) as p where true${ofType}) as each_one
    order by id desc limit ${rows}`;
};

const isFollowed = (id: string): string =>
  ` and (exists (select from follow_market f where f.user_id = $1::bigint and f.market_id = ${id} offset 0)
     or exists (select from follow_user f where f.follower_id = $1::bigint
       and f.followee_id = (select author_id from post where post.id = ${id}) offset 0))`;

/** What few posts fulfil is walked itself: of each author it would be looked for through all they ever wrote. */
const following = (query: FeedQuery): FeedPage => {
  const narrow = query.state !== undefined || query.topic !== undefined;
  const followed = narrow ? newestSource(query, isFollowed) : latestOfEach(query);
  return { ...newest(query), personal: true, text: `select id, -id as place from (${followed}) as followed` };
};

/** A topic has few markets of all there are: they are looked up and put in order, or met on the way, as the planner thinks. */
const ofTopic = ({ topic }: FeedQuery, id: string): string =>
  topic === undefined ? '' : ` join post_topic t on t.post_id = ${id} and t.topic = $4::text`;

const closing = (query: FeedQuery): FeedPage => {
  const [closesAt, id] = decodeCursor(query.cursor, 'time', 'id') ?? [null, null];
  return {
    name: nameOf(query),
    text: `select m.id, row_number() over (order by m.closes_at, m.id) as place from prediction_market m${ofTopic(query, 'm.id')}
      where m.state = 'OPEN' and m.closes_at > ${NOW} and ${notHidden('m.id')}
        and (m.closes_at, m.id) > (coalesce($2::timestamptz, ${NOW}), coalesce($3::bigint, 0))
      order by m.closes_at, m.id limit ${rowsFor(query.limit)}`,
    values: [closesAt, id, ...topicValue(query)],
    cursorOf: (last) => encodeCursor(iso(last.market!.closes_at), last.id),
  };
};

/**
 * Heats only rise. So whatever was shown stays above the cursor and is never shown again; and whatever is below stays in its place or,
 * when somebody trades it meanwhile, moves past the reader to where it is found by beginning again.
 */
const trending = (query: FeedQuery): FeedPage => {
  const [heat, id] = decodeCursor(query.cursor, 'number', 'id') ?? ['Infinity', FIRST];
  return {
    name: nameOf(query),
    text: `select h.market_id as id, -h.heat as place
      from market_trend h join prediction_market m on m.id = h.market_id${ofTopic(query, 'h.market_id')}
      where (h.heat, h.market_id) < ($2::float8, $3::bigint) and ${STATES[query.state ?? 'OPEN']} and ${notHidden('m.id')}
      order by h.heat desc, h.market_id desc limit ${rowsFor(query.limit)}`,
    values: [heat, id, ...topicValue(query)],
    cursorOf: (last) => encodeCursor(-last.place, last.id),
  };
};

const pages = { newest, closing, trending, following } as const;

/** Only markets have a state, a closing time and trades. */
const asksForNothing = ({ type, state, sort }: FeedQuery): boolean =>
  (type === 'TEXT' && (state !== undefined || sort === 'closing' || sort === 'trending')) ||
  (sort === 'closing' && state !== undefined && state !== 'OPEN');

/**
 * Undefined where nothing can be on the page.
 * @throws Refusal UNAUTHENTICATED (a visitor follows nobody), VALIDATION_FAILED (cursor)
 */
export const feedPage = (query: FeedQuery, viewer: UserId | undefined): FeedPage | undefined => {
  if (query.sort === 'following' && viewer === undefined)
    throw new Refusal('UNAUTHENTICATED', 'Sign in to see what those you follow write and ask.');
  return asksForNothing(query) ? undefined : pages[query.sort](query);
};
