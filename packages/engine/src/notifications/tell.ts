import type { UserId } from '@mesh-markets/contract';
import type { Tx } from '../transaction.ts';
import { usualRows } from './kinds.ts';

/**
 * Who is to be told what: a query for the columns user_id, kind, market_id, post_id, comment_id, actor_id, figures, key, times
 * and created_at; at most one row for each user_id and key.
 */
export interface Candidates {
  readonly query: string;
  readonly values: readonly unknown[];
  /** ONCE: a key is told once, ever. FOLDED: what is still unread counts what comes under the same key. */
  readonly repeated: 'ONCE' | 'FOLDED';
}

export interface Told {
  /** Who has something new in the app. */
  readonly userIds: readonly UserId[];
  /** Rows that wait to be sent. */
  readonly queued: number;
}

/** The next eight o'clock, of the one zone that every server agrees on. */
const NEXT_DIGEST = `(date_trunc('day', mesh_now() at time zone 'UTC' + interval '16 hours') + interval '8 hours') at time zone 'UTC'`;

const conflict = {
  ONCE: '(user_id, dedupe_key) where dedupe_key is not null do nothing',
  FOLDED: `(user_id, fold_key) where fold_key is not null and read_at is null do update
     set times = n.times + excluded.times, figures = excluded.figures, actor_id = excluded.actor_id, comment_id = excluded.comment_id`,
} as const;

/**
 * Writes notifications as each person wants them, and what is to be sent of them, in one statement. What was folded into an
 * unread one is not sent again.
 */
export const tell = async (
  tx: Tx,
  { query, values, repeated }: Candidates,
  offersEmail: boolean,
): Promise<Told> => {
  const key = repeated === 'ONCE' ? 'dedupe_key' : 'fold_key';
  const { rows } = await tx.query<{ users: UserId[] | null; queued: number }>(
    `with candidate as (${query}),
     usual (kind, in_app, email, push) as (values ${usualRows}),
     chosen as materialized (
       select c.*, coalesce(p.in_app, u.in_app) as in_app, ${offersEmail} and coalesce(p.email, u.email) as email,
              coalesce(p.push, u.push) as push
         from candidate c join usual u on u.kind = c.kind
         left join notification_preference p on p.user_id = c.user_id and p.kind = c.kind),
     told as (
       insert into notification as n
         (user_id, kind, market_id, post_id, comment_id, actor_id, figures, ${key}, times, in_app, created_at, read_at)
       select user_id, kind, market_id, post_id, comment_id, actor_id, jsonb_strip_nulls(figures), key, times, in_app, created_at,
              case when not in_app then created_at end
         from chosen where in_app or email or push order by created_at, user_id, key
       on conflict ${conflict[repeated]}
       returning n.id, n.user_id, n.${key} as key, n.in_app, n.xmax = 0 as fresh),
     queued as (
       insert into notification_delivery (notification_id, channel, target_id, user_id, next_try_at)
       select t.id, 'EMAIL', 0, t.user_id, case when w.digest = 'DAILY' then ${NEXT_DIGEST} else mesh_now() end
         from told t join chosen c on c.user_id = t.user_id and c.key = t.key
         join users u on u.id = t.user_id left join notification_choice w on w.user_id = t.user_id
        where t.fresh and c.email and u.auth_user_id is not null
       union all
       select t.id, 'PUSH', s.id, t.user_id, mesh_now()
         from told t join chosen c on c.user_id = t.user_id and c.key = t.key
         join push_subscription s on s.user_id = t.user_id
        where t.fresh and c.push
       returning 1)
     select (select array_agg(distinct user_id::text) from told where in_app) as users, (select count(*) from queued) as queued`,
    [...values],
  );
  const { users, queued } = rows[0]!;
  return { userIds: users ?? [], queued };
};
