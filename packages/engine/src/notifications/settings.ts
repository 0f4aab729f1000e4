import {
  type BodyInput,
  NotificationKind as Kinds,
  type NotificationKind,
  type NotificationSettings,
  type UserId,
} from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { iso } from '../reads/rows.ts';
import { transaction } from '../transaction.ts';
import { USUAL_LARGE_TRADE, usual } from './kinds.ts';

const PROBLEMS_SHOWN = 5;

interface SettingsRow {
  readonly email: string | null;
  readonly largeTrade: number | null;
  readonly digest: NotificationSettings['digest'] | null;
  readonly kinds: Readonly<Record<string, readonly [boolean | null, boolean | null, boolean | null]>> | null;
  readonly devices:
    | readonly { id: string; name: string; createdAt: string; lastSentAt: string | null }[]
    | null;
  readonly problems: readonly { channel: 'EMAIL' | 'PUSH'; at: string; problem: string }[] | null;
}

/** Sign-ups prove no address, but the account's own is the only one there is: nobody is written to anywhere else. */
const ADDRESS = `(select a.email from users u join auth_user a on a.id = u.auth_user_id where u.id = $1)`;

export const getNotificationSettings = async (
  pool: Pool,
  userId: UserId,
  offersEmail: boolean,
): Promise<NotificationSettings> => {
  const { rows } = await pool.query<SettingsRow>(
    `select ${ADDRESS} as email, c.large_trade as "largeTrade", c.digest,
       (select json_object_agg(kind, json_build_array(in_app, email, push)) from notification_preference where user_id = $1) as kinds,
       (select json_agg(json_build_object('id', id::text, 'name', device, 'createdAt', created_at, 'lastSentAt', last_sent_at) order by id)
          from push_subscription where user_id = $1) as devices,
       (select json_agg(json_build_object('channel', channel, 'at', ended_at, 'problem', problem)) from (
          select * from notification_delivery
           where user_id = $1 and state = 'DEAD' and problem is not null and ended_at > mesh_now() - interval '7 days'
           order by ended_at desc limit ${PROBLEMS_SHOWN}) as dead) as problems
       from (select $1::bigint as user_id) as me left join notification_choice c on c.user_id = me.user_id`,
    [userId],
  );
  const row = rows[0]!;
  return {
    kinds: Kinds.options.map((kind) => {
      const [inApp, email, push] = row.kinds?.[kind] ?? [];
      const { inApp: usualInApp, email: usualEmail, push: usualPush } = usual[kind];
      return { kind, inApp: inApp ?? usualInApp, email: email ?? usualEmail, push: push ?? usualPush };
    }),
    largeTrade: row.largeTrade ?? USUAL_LARGE_TRADE,
    digest: row.digest ?? 'IMMEDIATELY',
    ...(offersEmail && row.email !== null ? { email: row.email } : {}),
    devices: (row.devices ?? []).map(({ id, name, createdAt, lastSentAt }) => ({
      id,
      name,
      createdAt: iso(createdAt),
      ...(lastSentAt === null ? {} : { lastSentAt: iso(lastSentAt) }),
    })),
    problems: (row.problems ?? []).map((problem) => ({ ...problem, at: iso(problem.at) })),
  };
};

export type SettingsChange = BodyInput<'updateNotificationSettings'>;

/** Changes what is named. Whoever turns the digest off gets what waits for it now. */
export const updateNotificationSettings = (
  pool: Pool,
  userId: UserId,
  { kinds = [], largeTrade, digest }: SettingsChange,
): Promise<void> =>
  transaction(pool, async (tx) => {
    // The last of several changes to one kind counts.
    const changes = [...new Map(kinds.map((change) => [change.kind, change])).values()];
    await tx.query(
      `insert into notification_preference as p (user_id, kind, in_app, email, push)
       select $1, kind, in_app, email, push from unnest($2::text[], $3::boolean[], $4::boolean[], $5::boolean[]) as c (kind, in_app, email, push)
       on conflict (user_id, kind) do update
         set in_app = coalesce(excluded.in_app, p.in_app), email = coalesce(excluded.email, p.email), push = coalesce(excluded.push, p.push)`,
      [
        userId,
        changes.map(({ kind }) => kind),
        changes.map(({ inApp }) => inApp ?? null),
        changes.map(({ email }) => email ?? null),
        changes.map(({ push }) => push ?? null),
      ],
    );
    if (largeTrade === undefined && digest === undefined) return;
    await tx.query(
      `insert into notification_choice as c (user_id, large_trade, digest) values ($1, $2, $3)
       on conflict (user_id) do update set large_trade = coalesce(excluded.large_trade, c.large_trade), digest = coalesce(excluded.digest, c.digest)`,
      [userId, largeTrade ?? null, digest ?? null],
    );
    if (digest === 'IMMEDIATELY') {
      await tx.query(
        `update notification_delivery set next_try_at = mesh_now()
          where user_id = $1 and channel = 'EMAIL' and state = 'PENDING' and batch is null`,
        [userId],
      );
    }
  });

/** Ends e-mails about one kind of thing, or all of them, whoever asks: the server has checked that they may. */
export const stopEmails = async (
  pool: Pool,
  userId: UserId,
  kind: NotificationKind | undefined,
): Promise<void> => {
  const kinds = kind === undefined ? Kinds.options : [kind];
  await updateNotificationSettings(pool, userId, {
    kinds: kinds.map((one) => ({ kind: one, email: false })),
  });
  await pool.query(
    `update notification_delivery d set state = 'SKIPPED', ended_at = mesh_now(), problem = 'Unsubscribed before it was sent.'
       from notification n
      where d.user_id = $1 and d.channel = 'EMAIL' and d.state = 'PENDING' and n.id = d.notification_id and n.kind = any ($2)`,
    [userId, kinds],
  );
};

/** Of what an unsubscribe link is about; undefined when the account or its address is gone. */
export const emailChoice = async (
  pool: Pool,
  userId: UserId,
  kind: NotificationKind | undefined,
): Promise<{ email: string; stopped: boolean } | undefined> => {
  const { email, kinds } = await getNotificationSettings(pool, userId, true);
  if (email === undefined) return undefined;
  const asked = kinds.filter((one) => kind === undefined || one.kind === kind);
  return { email, stopped: asked.every((one) => !one.email) };
};
