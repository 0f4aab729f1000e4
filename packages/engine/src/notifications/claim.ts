import { randomUUID } from 'node:crypto';
import type { Notification, UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { type Tx, transaction } from '../transaction.ts';
import { NOTIFICATION_COLUMNS, NOTIFICATION_JOINS, type NotificationRow, notificationOf } from './reads.ts';

/** Claims are made one at a time, whichever process makes them: two would cut what is due to one reader into two mails. */
const CLAIM_LOCK = 4_021_964_114;
/** How long a sender may take; after that somebody else tries. Senders give up well before. */
const LEASE_SECONDS = 300;
/** What one mail may hold; the next one holds the rest. */
const MAIL_ITEMS = 50;
/** With the waits in settle.ts a server of mail may be away for half a day. */
export const MAX_ATTEMPTS = 12;

interface MessageBase {
  /** Names the message; the same again when it is tried again. */
  readonly batch: string;
  readonly userId: UserId;
  /** The first try is 1. */
  readonly attempt: number;
  readonly notifications: readonly Notification[];
}

export interface EmailMessage extends MessageBase {
  readonly channel: 'EMAIL';
  readonly to: { readonly name: string; readonly address: string };
  readonly digest: boolean;
}

export interface PushMessage extends MessageBase {
  readonly channel: 'PUSH';
  readonly subscription: { readonly endpoint: string; readonly p256dh: string; readonly auth: string };
}

/** A message that is to be sent now, by whoever claimed it and by nobody else. */
export type Message = EmailMessage | PushMessage;

interface Head {
  readonly id: string;
  readonly userId: UserId;
  readonly channel: Message['channel'];
  readonly batch: string | null;
}

const findDue = async (tx: Tx): Promise<Head | undefined> => {
  const { rows } = await tx.query<Head>(
    `select id::text as id, user_id::text as "userId", channel, batch from notification_delivery
      where state = 'PENDING' and next_try_at <= mesh_now() order by next_try_at, notification_delivery.id limit 1`,
  );
  return rows[0];
};

/** What has been read in the app meanwhile needs no mail; what had its tries is given up. */
const dropSpent = async (tx: Tx, { userId, channel }: Head): Promise<void> => {
  await tx.query(
    `update notification_delivery d
        set state = case when d.attempts >= ${MAX_ATTEMPTS} then 'DEAD' else 'SKIPPED' end, ended_at = mesh_now(),
            problem = coalesce(d.problem, case when d.attempts >= ${MAX_ATTEMPTS} then 'Every try was interrupted.' end)
       from notification n
      where n.id = d.notification_id and d.user_id = $1 and d.channel = $2 and d.state = 'PENDING' and d.next_try_at <= mesh_now()
        and (d.attempts >= ${MAX_ATTEMPTS} or (d.channel = 'EMAIL' and d.batch is null and n.in_app and n.read_at is not null))`,
    [userId, channel],
  );
};

/** True when this reader has had the mails of an hour; what is due then waits, and comes in one mail. */
const putOffMail = async (tx: Tx, userId: UserId, mailsPerHour: number): Promise<boolean> => {
  const { rowCount } = await tx.query(
    `with sent as (select batch, max(ended_at) as at from notification_delivery
                    where user_id = $1 and channel = 'EMAIL' and state = 'SENT' and ended_at > mesh_now() - interval '1 hour' group by batch),
     full_hour as (select at from sent order by at desc offset $2 - 1 limit 1)
     update notification_delivery d set next_try_at = full_hour.at + interval '1 hour 1 second' from full_hour
      where d.user_id = $1 and d.channel = 'EMAIL' and d.state = 'PENDING' and d.batch is null and d.next_try_at <= mesh_now()`,
    [userId, mailsPerHour],
  );
  return (rowCount ?? 0) > 0;
};

interface ClaimedRow extends NotificationRow {
  readonly attempts: number;
  readonly address: string | null;
  readonly readerName: string;
  readonly digest: string | null;
  readonly endpoint: string | null;
  readonly p256dh: string | null;
  readonly auth: string | null;
}

/** Takes the rows of a message: those of its batch, or a new one of everything that is due to its reader. */
const take = async (tx: Tx, head: Head): Promise<{ batch: string; rows: ClaimedRow[] }> => {
  const batch = head.batch ?? randomUUID();
  const chosen =
    head.batch !== null
      ? `batch = $1::uuid and $2::bigint is not null and $3::bigint is not null`
      : head.channel === 'PUSH'
        ? 'id = $3::bigint and $2::bigint is not null'
        : `user_id = $2 and channel = 'EMAIL' and batch is null and next_try_at <= mesh_now() and $3::bigint is not null`;
  const { rows } = await tx.query<ClaimedRow>(
    `with claimed as (
       update notification_delivery d
          set batch = $1::uuid, attempts = attempts + 1, next_try_at = mesh_now() + interval '${LEASE_SECONDS} seconds'
        where d.state = 'PENDING' and d.id in (
          select id from notification_delivery where state = 'PENDING' and ${chosen} order by id limit ${MAIL_ITEMS})
       returning d.*)
     select ${NOTIFICATION_COLUMNS}, claimed.attempts, reader.name as "readerName", login.email as address, choice.digest,
            s.endpoint, s.p256dh, s.auth
       from claimed join notification n on n.id = claimed.notification_id ${NOTIFICATION_JOINS}
       join users reader on reader.id = claimed.user_id
       left join auth_user login on login.id = reader.auth_user_id
       left join notification_choice choice on choice.user_id = claimed.user_id
       left join push_subscription s on s.id = claimed.target_id and claimed.channel = 'PUSH'
      order by n.id desc`,
    [batch, head.userId, head.id],
  );
  return { batch, rows };
};

const messageOf = (head: Head, batch: string, rows: readonly ClaimedRow[]): Message | undefined => {
  const [first] = rows;
  if (first === undefined) return undefined;
  const { userId } = head;
  const common = { batch, userId, attempt: first.attempts, notifications: rows.map(notificationOf) };
  if (head.channel === 'EMAIL') {
    if (first.address === null) return undefined;
    const to = { name: first.readerName, address: first.address };
    return { ...common, channel: 'EMAIL', to, digest: first.digest === 'DAILY' };
  }
  const { endpoint, p256dh, auth } = first;
  if (endpoint === null || p256dh === null || auth === null) return undefined;
  return { ...common, channel: 'PUSH', subscription: { endpoint, p256dh, auth } };
};

/** Whoever it was for is gone. */
const skip = (tx: Tx, batch: string): Promise<unknown> =>
  tx.query(
    `update notification_delivery set state = 'SKIPPED', ended_at = mesh_now() where batch = $1::uuid and state = 'PENDING'`,
    [batch],
  );

/**
 * Takes the message that has been due for longest, for five minutes; undefined when none is. Tell how it went with
 * `settleMessage`: a message whose sender is lost comes up again, so it is sent at least once, and twice only if its sender was lost
 * between sending it and saying so.
 */
export const claimMessage = (pool: Pool, mailsPerHour: number): Promise<Message | undefined> =>
  transaction(pool, async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [CLAIM_LOCK]);
    for (;;) {
      const found = await findDue(tx);
      if (found === undefined) return undefined;
      await dropSpent(tx, found);
      if (
        found.channel === 'EMAIL' &&
        found.batch === null &&
        (await putOffMail(tx, found.userId, mailsPerHour))
      )
        continue;
      const { batch, rows } = await take(tx, found);
      const message = messageOf(found, batch, rows);
      if (message !== undefined) return message;
      await skip(tx, batch);
    }
  });
