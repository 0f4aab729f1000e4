import type { NotificationChannel, UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { Refusal } from '../refusal.ts';
import { transaction } from '../transaction.ts';

const nowhere = {
  IN_APP: 'There is no such account.',
  EMAIL: 'This account has no e-mail address, or this server sends no e-mails.',
  PUSH: 'No browser is registered for push notifications. Turn them on first.',
} as const;

/** A notification over one channel, so that somebody sees whether it arrives. @throws Refusal NOT_FOUND */
export const sendTestNotification = (
  pool: Pool,
  userId: UserId,
  channel: NotificationChannel,
  offersEmail: boolean,
): Promise<{ sent: number }> =>
  transaction(pool, async (tx) => {
    const { rows } = await tx.query<{ sent: number }>(
      `with test as (
         insert into notification (user_id, kind, in_app, created_at, read_at)
         select id, 'TEST', $2 = 'IN_APP', mesh_now(), case when $2 <> 'IN_APP' then mesh_now() end from users where id = $1
         returning id, user_id),
       queued as (
         insert into notification_delivery (notification_id, channel, target_id, user_id, next_try_at)
         select test.id, 'EMAIL', 0, test.user_id, mesh_now() from test join users u on u.id = test.user_id
          where $2 = 'EMAIL' and $3 and u.auth_user_id is not null
         union all
         select test.id, 'PUSH', s.id, test.user_id, mesh_now() from test join push_subscription s on s.user_id = test.user_id where $2 = 'PUSH'
         returning 1)
       select case when $2 = 'IN_APP' then (select count(*) from test) else (select count(*) from queued) end as sent`,
      [userId, channel, offersEmail],
    );
    const { sent } = rows[0]!;
    if (sent === 0) throw new Refusal('NOT_FOUND', nowhere[channel]);
    return { sent };
  });
