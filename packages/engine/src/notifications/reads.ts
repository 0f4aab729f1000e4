import type {
  AnswerOf,
  MarketId,
  Notification,
  NotificationId,
  PostId,
  UserId,
} from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { decodeCursor, encodeCursor, iso, pageOf, type Reader, type Sight } from '../reads/rows.ts';
import { Refusal } from '../refusal.ts';
import { transaction } from '../transaction.ts';
import { marketKinds, peopleKinds } from './kinds.ts';

/** More than this is said as "99+". */
const COUNTED = 100;

export interface NotificationRow {
  readonly id: NotificationId;
  readonly kind: Notification['kind'];
  readonly createdAt: Date | string;
  readonly readAt: Date | string | null;
  readonly times: number;
  readonly marketId: MarketId | null;
  readonly question: string | null;
  readonly postId: PostId | null;
  readonly commentId: string | null;
  readonly actor: Notification['actor'] | null;
  readonly figures: Notification['figures'];
}

/** For rows of notification named n, with the joins of NOTIFICATION_JOINS. What a comment said goes with the comment. */
export const NOTIFICATION_COLUMNS = `n.id::text as id, n.kind, n.created_at as "createdAt", n.read_at as "readAt", n.times,
  n.market_id::text as "marketId", question.question, n.post_id::text as "postId", n.comment_id::text as "commentId",
  case when actor.id is not null then json_build_object('id', actor.id::text, 'handle', actor.handle, 'name', actor.name) end as actor,
  case when said.deleted_at is null then n.figures else n.figures - 'excerpt' end as figures`;
export const NOTIFICATION_JOINS =
  'left join post question on question.id = n.market_id left join users actor on actor.id = n.actor_id left join comment said on said.id = n.comment_id';

export const notificationOf = (row: NotificationRow): Notification => ({
  id: row.id,
  kind: row.kind,
  createdAt: iso(row.createdAt),
  ...(row.readAt === null ? {} : { readAt: iso(row.readAt) }),
  times: row.times,
  ...(row.marketId === null ? {} : { market: { id: row.marketId, question: row.question ?? '' } }),
  ...(row.postId === null || row.commentId === null
    ? {}
    : { post: { id: row.postId, commentId: row.commentId } }),
  ...(row.actor ? { actor: row.actor } : {}),
  figures: row.figures,
});

export interface NotificationQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly show: 'all' | 'unread' | 'markets' | 'people';
}

const kindsShown = { all: null, unread: null, markets: marketKinds, people: peopleKinds } as const;

/** Newest first. @throws Refusal VALIDATION_FAILED for a cursor that is not ours */
export const listNotifications = async (
  pool: Pool,
  userId: UserId,
  { cursor, limit, show }: NotificationQuery,
  sight: Sight,
): Promise<AnswerOf<'listNotifications'>> => {
  const [beforeAt = null, beforeId = null] = decodeCursor(cursor, 'time', 'id') ?? [];
  const { rows } = await pool.query<NotificationRow>({
    name: 'list_notifications',
    text: `select ${NOTIFICATION_COLUMNS} from (
        select * from notification
         where user_id = $1 and in_app and ($2::timestamptz is null or (created_at, id) < ($2, $6::bigint)) and ($3::text[] is null or kind = any ($3))
           and ($4::boolean is not true or read_at is null) and ($7::boolean or market_id is null)
         order by created_at desc, id desc limit $5) as n ${NOTIFICATION_JOINS} order by n.created_at desc, n.id desc`,
    values: [userId, beforeAt, kindsShown[show], show === 'unread', limit + 1, beforeId, sight.markets],
  });
  const { page, nextCursor } = pageOf(rows, limit, (last) => encodeCursor(iso(last.createdAt), last.id));
  return { notifications: page.map(notificationOf), ...(nextCursor === undefined ? {} : { nextCursor }) };
};

export const countUnread = async (
  reader: Reader,
  userId: UserId,
  sight: Sight,
): Promise<{ unread: number }> => {
  const { rows } = await reader.query<{ unread: number }>({
    name: 'count_unread',
    text: `select count(*) as unread
             from (select from notification
                    where user_id = $1 and read_at is null and ($2::boolean or market_id is null) limit ${COUNTED}) as counted`,
    values: [userId, sight.markets],
  });
  return rows[0]!;
};

/** @throws Refusal NOT_FOUND */
export const markRead = async (
  pool: Pool,
  userId: UserId,
  id: string,
  sight: Sight,
): Promise<{ unread: number }> => {
  const { rowCount } = await pool.query(
    `update notification set read_at = coalesce(read_at, mesh_now())
      where id = $2 and user_id = $1 and ($3::boolean or market_id is null)`,
    [userId, id, sight.markets],
  );
  if (rowCount === 0) throw new Refusal('NOT_FOUND', 'There is no such notification.');
  return countUnread(pool, userId, sight);
};

/** All, or those up to the newest that was on screen. */
export const markAllRead = (
  pool: Pool,
  userId: UserId,
  upTo: string | undefined,
  sight: Sight,
): Promise<{ unread: number }> =>
  transaction(pool, async (tx) => {
    await tx.query(
      `update notification set read_at = mesh_now()
        where user_id = $1 and read_at is null and ($2::bigint is null or id <= $2) and ($3::boolean or market_id is null)`,
      [userId, upTo ?? null, sight.markets],
    );
    return countUnread(tx, userId, sight);
  });

/** What was read long ago is of no use to anyone; what was never read goes a little later. */
export const forgetNotifications = async (pool: Pool, days: number): Promise<{ deleted: number }> => {
  const { rowCount } = await pool.query(
    `delete from notification where created_at < mesh_now() - make_interval(days => $1)
        and (read_at is not null or created_at < mesh_now() - make_interval(days => $1 * 2))`,
    [days],
  );
  return { deleted: rowCount ?? 0 };
};
