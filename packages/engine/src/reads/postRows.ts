import type { HistoryPoint, Post, PostId, UserSummary } from '@mesh-markets/contract';
import { pricesDayAgo, sparklinesOf } from './marketPast.ts';
import {
  marketOf,
  marketSelect,
  readViewerRows,
  type SharedMarketRow,
  VISITOR,
  viewerOf,
} from './marketRows.ts';
import { iso, type Reader, userJson, type Viewing, wantedIds } from './rows.ts';
import { joinReadings, shareReads } from './shareReads.ts';

interface SharedPostRow {
  readonly id: PostId;
  readonly type: Post['type'];
  readonly body: string;
  readonly created_at: Date;
  readonly author: UserSummary;
  readonly topics: string[] | null;
  readonly market: SharedMarketRow | null;
  readonly comments: number;
  readonly removed: boolean;
  readonly hidden: boolean;
}

export interface PostRow {
  readonly id: PostId;
  readonly market: SharedMarketRow | null;
  /** What the page is ordered by, smallest first; equal places by id, largest first. */
  readonly place: number;
  readonly post: Post;
}

/** A page of posts to be picked. */
export interface PickedPage {
  /** Of the prepared statement: the same for the same text. */
  readonly name: string;
  /** SQL of rows of (id, place); $1 is the viewer. */
  readonly text: string;
  /** From $2 on. */
  readonly values: readonly unknown[];
  /** Whether which posts these are depends on the viewer. */
  readonly personal?: boolean;
}

const sharedSelect = `
  select p.id::text as id, p.type, p.body, p.created_at, ${userJson('author')} as author,
         case when p.type = 'TEXT' then (select array_agg(topic order by topic) from post_topic where post_id = p.id) end as topics,
         case when p.type <> 'TEXT' then (select row_to_json(market) from (${marketSelect} where m.id = p.id) as market) end as market,
         coalesce((select comment_count from discussion where post_id = p.id), 0) as comments,
         exists (select from post_removal where post_id = p.id) as removed,
         exists (select from post_hiding where post_id = p.id) as hidden
    from ${wantedIds('$1')} join post p on p.id = wanted.id join users author on author.id = p.author_id`;

const readShared = async (reader: Reader, ids: readonly string[]): Promise<Map<string, SharedPostRow>> => {
  const { rows } = await reader.query<SharedPostRow>({
    name: 'read_posts',
    text: sharedSelect,
    values: [ids],
  });
  return new Map(rows.map((row) => [row.id, row]));
};

const sharers = new WeakMap<object, ReturnType<typeof shareReads<SharedPostRow>>>();

/** What everybody sees of posts; many who ask at once are answered together. A transaction reads for itself. */
const loadShared = (reader: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, SharedPostRow>> => {
  if (!('totalCount' in reader)) return readShared(reader, ids);
  const sharer = sharers.get(reader) ?? shareReads((wanted) => readShared(reader, wanted));
  sharers.set(reader, sharer);
  return sharer(ids);
};

const sharedPost = (row: SharedPostRow, dayAgo: number | null, sparkline: HistoryPoint[] | null): Post => ({
  id: row.id,
  type: row.type,
  author: row.author,
  createdAt: iso(row.created_at),
  ...(row.type === 'TEXT' && !row.removed ? { body: row.body, topics: row.topics ?? [] } : {}),
  ...(row.market === null
    ? {}
    : { market: marketOf({ ...row.market, ...VISITOR, day_ago: dayAgo }, undefined) }),
  ...(sparkline === null ? {} : { sparkline }),
  commentCount: row.comments,
  ...(row.removed ? { removed: true as const } : {}),
  ...(row.hidden ? { hidden: true as const } : {}),
});

/** The posts of a page as visitors see them. */
const readPage = async (
  reader: Reader,
  { name, text, values }: PickedPage,
  viewer: Viewing,
): Promise<readonly PostRow[]> => {
  const { rows: picked } = await reader.query<{ id: PostId; place: number }>({
    name,
    // Not every page asks who looks, and Postgres wants to be told of what type each parameter is.
    text: `with viewer as (select $1::bigint) select id::text as id, place from (${text}) as page order by place, page.id desc`,
    values: [viewer ?? null, ...values],
  });
  if (picked.length === 0) return [];
  const shared = await loadShared(
    reader,
    picked.map(({ id }) => id),
  );
  const markets = picked.flatMap(({ id }) => shared.get(id)?.market ?? []);
  const [dayAgo, sparkline] = await Promise.all([
    pricesDayAgo(reader, markets),
    sparklinesOf(reader, markets),
  ]);
  return picked.map(({ id, place }): PostRow => {
    const row = shared.get(id)!;
    return { id, place, market: row.market, post: sharedPost(row, dayAgo(id), sparkline(id)) };
  });
};

const joiners = new WeakMap<object, ReturnType<typeof joinReadings<readonly PostRow[]>>>();

/** Many who ask for the same page at once are answered together. A transaction reads for itself. */
const loadPage = (reader: Reader, page: PickedPage, viewer: Viewing): Promise<readonly PostRow[]> => {
  if (page.personal || !('totalCount' in reader)) return readPage(reader, page, viewer);
  const join = joiners.get(reader) ?? joinReadings<readonly PostRow[]>();
  joiners.set(reader, join);
  return join(JSON.stringify([page.name, page.values]), () => readPage(reader, page, undefined));
};

/**
 * The posts of a page with their markets and sparklines, in its order. What everybody sees of them is read together with others who ask,
 * and what the viewer has to do with them alone.
 */
export const readPostRows = async (
  reader: Reader,
  page: PickedPage,
  viewer: Viewing,
): Promise<readonly PostRow[]> => {
  const rows = await loadPage(reader, page, viewer);
  if (viewer === undefined) return rows;
  const viewerRow = await readViewerRows(
    reader,
    rows.flatMap(({ id, market }) => (market === null ? [] : [id])),
    viewer,
  );
  return rows.map((row) => {
    if (row.market === null) return row;
    const market = row.post.market!;
    const probabilities = market.outcomes.map(({ probability }) => probability);
    const own = viewerOf({ ...row.market, ...viewerRow(row.id), day_ago: null }, viewer, probabilities);
    return { ...row, post: { ...row.post, market: { ...market, viewer: own } } };
  });
};
