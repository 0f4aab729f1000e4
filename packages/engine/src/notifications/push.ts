import type { PushSubscriptionBody, UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { transaction } from '../transaction.ts';

/** More browsers than anybody uses; the ones that were heard of least lately make room. */
const DEVICES = 10;

/** A browser belongs to whoever is signed in there: the one before would otherwise read along. */
export const subscribePush = (
  pool: Pool,
  userId: UserId,
  { endpoint, keys }: PushSubscriptionBody,
  device: string,
): Promise<void> =>
  transaction(pool, async (tx) => {
    await tx.query(
      `insert into push_subscription as s (user_id, endpoint, p256dh, auth, device) values ($1, $2, $3, $4, $5)
       on conflict (endpoint) do update
         set user_id = excluded.user_id, p256dh = excluded.p256dh, auth = excluded.auth, device = excluded.device, failures = 0`,
      [userId, endpoint, keys.p256dh, keys.auth, device],
    );
    await tx.query(
      `delete from push_subscription where user_id = $1 and id not in (
         select id from push_subscription where user_id = $1 order by coalesce(last_sent_at, created_at) desc, id desc limit ${DEVICES})`,
      [userId],
    );
  });

/** Forgetting what is not known is no mistake: the browser may have been forgotten already. */
export const unsubscribePush = async (
  pool: Pool,
  userId: UserId,
  which: { endpoint: string } | { id: string },
): Promise<void> => {
  const [column, value] = 'endpoint' in which ? ['endpoint', which.endpoint] : ['id::text', which.id];
  await pool.query(`delete from push_subscription where user_id = $1 and ${column} = $2`, [userId, value]);
};

export interface VapidKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** The pair of this instance: the one given is kept unless there is one already. */
export const keepVapidKeys = async (pool: Pool, made: () => VapidKeys): Promise<VapidKeys> => {
  const read = async (): Promise<VapidKeys | undefined> => {
    const { rows } = await pool.query<VapidKeys>(
      'select public_key as "publicKey", private_key as "privateKey" from vapid_key',
    );
    return rows[0];
  };
  const known = await read();
  if (known !== undefined) return known;
  const { publicKey, privateKey } = made();
  await pool.query('insert into vapid_key (public_key, private_key) values ($1, $2) on conflict do nothing', [
    publicKey,
    privateKey,
  ]);
  return (await read())!;
};
