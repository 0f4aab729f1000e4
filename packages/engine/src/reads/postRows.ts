import type { HistoryPoint, Post, PostId, UserSummary } from '@mesh-markets/contract';
import { type MarketRow, marketOf, marketSelect } from './marketRows.ts';
import { iso, userJson, type Viewing } from './rows.ts';

const SPARKLINE_POINTS = 24;

export interface PostRow {
  readonly id: PostId;
  readonly type: Post['type'];
  readonly body: string;
  readonly created_at: Date;
  readonly author: UserSummary;
  readonly topics: string[] | null;
  readonly market: MarketRow | null;
  readonly sparkline: [at: string, seq: number, probabilities: number[]][] | null;
  readonly comments: number;
  readonly removed: boolean;
  /** What the page is ordered by, smallest first; equal places by id, largest first. */
  readonly place: number;
}

/**
 * Posts with their markets and sparklines: `page` is the SQL that picks them, as rows of (id, place); `$1` is the viewer. What a post
 * carries is looked up for the page alone, and the sparkline reads a few trades by their numbers, not the history.
 */
export const postSelect = (page: string): string => `
  select p.id::text as id, p.type, p.body, p.created_at, ${userJson('author')} as author, page.place,
         case when p.type = 'TEXT' then (select array_agg(topic order by topic) from post_topic where post_id = p.id) end as topics,
         (select row_to_json(market) from (${marketSelect('$1::bigint')} where m.id = p.id) as market) as market,
         (select json_agg(json_build_array(t.created_at, t.seq, t.probabilities) order by t.seq)
            from prediction_market m join trade t on t.market_id = m.id and t.seq = any (array(
              select distinct greatest(1, m.seq * k / ${SPARKLINE_POINTS}) from generate_series(1, ${SPARKLINE_POINTS}) as k))
           where m.id = p.id and m.type = 'BINARY' and m.seq > 0) as sparkline,
         coalesce((select comment_count from discussion where post_id = p.id), 0) as comments,
         exists (select from post_removal where post_id = p.id) as removed
    from (${page}) as page join post p on p.id = page.id join users author on author.id = p.author_id order by page.place, page.id desc`;

const sparklineOf = (points: NonNullable<PostRow['sparkline']>): HistoryPoint[] =>
  points.map(([at, seq, probabilities]) => ({ at: iso(at), seq, probabilities }));

export const postOf = (row: PostRow, viewer: Viewing): Post => ({
  id: row.id,
  type: row.type,
  author: row.author,
  createdAt: iso(row.created_at),
  ...(row.type === 'TEXT' && !row.removed ? { body: row.body, topics: row.topics ?? [] } : {}),
  ...(row.market === null ? {} : { market: marketOf(row.market, viewer) }),
  ...(row.sparkline === null ? {} : { sparkline: sparklineOf(row.sparkline) }),
  commentCount: row.comments,
  ...(row.removed ? { removed: true as const } : {}),
});
