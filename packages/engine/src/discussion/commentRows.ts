import {
  averagePrice,
  COMMENT_EDIT_MINUTES,
  type Comment,
  type CommentHolding,
  type CommentId,
  type CommentTrade,
  type PostId,
  type UserId,
  type UserSummary,
} from '@mesh-markets/contract';
import { iso, type Reader, userJson, type Viewing } from '../reads/rows.ts';
import { Refusal } from '../refusal.ts';

/** Of a person's holdings, the largest few stand beside the name. */
const HOLDINGS_SHOWN = 2;

export interface TradeJson {
  readonly seq: number;
  readonly outcome: number;
  readonly label: string;
  readonly shares_micro: number;
  readonly credits: number;
  readonly created_at: Date | string;
}

/** One row of {@link commentSelect}. */
export interface CommentRow {
  readonly id: CommentId;
  readonly post_id: PostId;
  readonly path: readonly string[];
  readonly parent_id: CommentId | null;
  readonly parent_author: UserSummary | null;
  readonly author: UserSummary;
  readonly body: string;
  readonly likes: number;
  readonly reply_count: number;
  readonly created_at: Date;
  readonly edited_at: Date | null;
  readonly deleted: Comment['deleted'] | null;
  readonly editable: boolean;
  readonly holdings: readonly { outcome: number; label: string; shares_micro: number }[] | null;
  readonly trade: TradeJson | null;
  readonly mentions: { handle: string; user: UserSummary }[] | null;
  readonly liked: boolean;
  readonly viewer_moderator: boolean;
}

/** A trade `t` of the market whose words are in `words`. */
export const tradeColumns = `t.seq, t.outcome, words.labels[t.outcome + 1] as label, t.shares_micro, t.credits, t.created_at`;

/** Comments as rows of {@link CommentRow}; the caller adds `where c.id ...`. `$1` is the viewer. */
export const commentSelect = `
  select c.id::text as id, c.post_id::text as post_id, c.path::text[] as path, c.parent_id::text as parent_id,
         case when above.deleted_at is null and above.id is not null then ${userJson('answered')} end as parent_author,
         ${userJson('author')} as author, c.body, c.like_count as likes, c.reply_count, c.created_at, c.edited_at,
         case when c.deleted_by = c.author_id then 'AUTHOR' when c.deleted_by is not null then 'MODERATOR' end as deleted,
         c.created_at > mesh_now() - interval '${COMMENT_EDIT_MINUTES} minutes' as editable,
         (select json_agg(held) from (
            select p.outcome, words.labels[p.outcome + 1] as label, p.shares_micro from position p
             where p.market_id = c.post_id and p.user_id = c.author_id and p.shares_micro > 0
             order by p.shares_micro desc, p.outcome limit ${HOLDINGS_SHOWN}) as held) as holdings,
         (select row_to_json(stands) from (
            select ${tradeColumns} from trade t where t.market_id = c.post_id and t.seq = c.trade_seq) as stands) as trade,
         (select json_agg(json_build_object('handle', named.handle, 'user', ${userJson('person')}) order by person.id)
            from comment_mention named join users person on person.id = named.user_id where named.comment_id = c.id) as mentions,
         exists (select from comment_like l where l.comment_id = c.id and l.user_id = $1::bigint) as liked,
         coalesce((select role in ('moderator', 'admin') from users where id = $1::bigint), false) as viewer_moderator
    from comment c
    join post words on words.id = c.post_id
    join users author on author.id = c.author_id
    left join comment above on above.id = c.parent_id
    left join users answered on answered.id = above.author_id`;

export const commentTradeOf = (row: TradeJson): CommentTrade => {
  const shares = Math.abs(row.shares_micro) / 1e6;
  return {
    seq: row.seq,
    action: row.shares_micro > 0 ? 'BUY' : 'SELL',
    outcome: row.outcome,
    label: row.label,
    shares,
    cost: row.credits,
    price: averagePrice(row.credits, shares),
    createdAt: iso(row.created_at),
  };
};

const viewerOf = (row: CommentRow, viewer: UserId): Comment['viewer'] => {
  const own = row.author.id === viewer;
  const there = row.deleted === null;
  return {
    liked: row.liked,
    canEdit: there && own && row.editable,
    canDelete: there && (own || row.viewer_moderator),
    canReport: there && !own,
  };
};

/** What is left of a deleted comment: its place. */
const wordsOf = (row: CommentRow): Pick<Comment, 'author' | 'body' | 'trade' | 'editedAt' | 'deleted'> =>
  row.deleted
    ? { deleted: row.deleted }
    : {
        author: row.author,
        body: row.body,
        ...(row.trade === null ? {} : { trade: commentTradeOf(row.trade) }),
        ...(row.edited_at === null ? {} : { editedAt: iso(row.edited_at) }),
      };

const holdingsOf = (row: CommentRow): CommentHolding[] =>
  (row.deleted ? [] : (row.holdings ?? [])).map(({ outcome, label, shares_micro }) => ({
    outcome,
    label,
    shares: shares_micro / 1e6,
  }));

export const commentOf = (row: CommentRow, viewer: Viewing): Comment => ({
  id: row.id,
  postId: row.post_id,
  depth: row.path.length - 1,
  ...(row.parent_id === null
    ? {}
    : { parent: { id: row.parent_id, ...(row.parent_author && { author: row.parent_author }) } }),
  ...wordsOf(row),
  holdings: holdingsOf(row),
  mentions: row.deleted ? [] : (row.mentions ?? []),
  likes: row.deleted ? 0 : row.likes,
  createdAt: iso(row.created_at),
  ...(viewer === undefined ? {} : { viewer: viewerOf(row, viewer) }),
});

export const noComment = (): Refusal => new Refusal('NOT_FOUND', 'This comment is not here any more.');

/** @throws Refusal NOT_FOUND */
export const readComment = async (reader: Reader, id: CommentId, viewer: Viewing): Promise<Comment> => {
  const { rows } = await reader.query<CommentRow>({
    name: 'read_comment',
    text: `${commentSelect} where c.id = $2`,
    values: [viewer ?? null, id],
  });
  if (!rows[0]) throw noComment();
  return commentOf(rows[0], viewer);
};
