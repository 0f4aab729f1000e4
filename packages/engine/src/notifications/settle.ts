import type { Pool } from 'pg';
import { transaction } from '../transaction.ts';
import { MAX_ATTEMPTS } from './claim.ts';

const FIRST_WAIT_SECONDS = 30;
const LONGEST_WAIT_SECONDS = 6 * 3_600;
/** A browser whose push service has refused this often in a row is forgotten. */
const MAX_PUSH_FAILURES = 20;

/** How sending a message went. */
export type Outcome =
  | { readonly kind: 'SENT' }
  /** Worth another try, after the wait that was asked for if it is longer than ours. */
  | { readonly kind: 'FAILED'; readonly problem: string; readonly retryAfterSeconds?: number | undefined }
  /** No try will ever do better. */
  | { readonly kind: 'REFUSED'; readonly problem: string }
  /** The browser has unsubscribed; it is forgotten. */
  | { readonly kind: 'GONE'; readonly problem: string }
  /** Its reader may not see any of it now. */
  | { readonly kind: 'SKIPPED' };

export type Settled = 'SENT' | 'RETRY' | 'DEAD' | 'SKIPPED';

const stateAfter = {
  SENT: 'SENT',
  FAILED: 'PENDING',
  REFUSED: 'DEAD',
  GONE: 'DEAD',
  SKIPPED: 'SKIPPED',
} as const;

const WAIT = `least(${FIRST_WAIT_SECONDS} * 2 ^ (attempts - 1), ${LONGEST_WAIT_SECONDS})`;

/** Says how a claimed message went: done, again later (each time twice as late), or never. */
export const settleMessage = (pool: Pool, batch: string, outcome: Outcome): Promise<Settled> =>
  transaction(pool, async (tx) => {
    const ended = stateAfter[outcome.kind];
    const problem = 'problem' in outcome ? outcome.problem.slice(0, 500) : null;
    const asked = outcome.kind === 'FAILED' ? (outcome.retryAfterSeconds ?? 0) : 0;
    const { rows } = await tx.query<{ state: 'PENDING' | Exclude<Settled, 'RETRY'>; targetId: string }>(
      `with next as (
         select id, case when $2 = 'PENDING' and attempts >= ${MAX_ATTEMPTS} then 'DEAD' else $2 end as state
           from notification_delivery where batch = $1::uuid and state = 'PENDING')
       update notification_delivery d
          set state = next.state, problem = $3, ended_at = case when next.state <> 'PENDING' then mesh_now() end,
              next_try_at = case when next.state = 'PENDING'
                then mesh_now() + greatest(${WAIT}, least($4::float8, ${LONGEST_WAIT_SECONDS})) * interval '1 second' else d.next_try_at end
         from next where d.id = next.id returning d.state, d.target_id::text as "targetId"`,
      [batch, ended, problem, asked],
    );
    const [first] = rows;
    if (first === undefined) return outcome.kind === 'SENT' ? 'SENT' : 'DEAD';
    if (first.targetId !== '0' && outcome.kind !== 'SKIPPED') {
      await tx.query(
        `update push_subscription set failures = case when $2 then 0 else failures + 1 end,
                last_sent_at = case when $2 then mesh_now() else last_sent_at end where id = $1`,
        [first.targetId, outcome.kind === 'SENT'],
      );
      await tx.query(
        `with gone as (delete from push_subscription where id = $1 and ($2 or failures >= ${MAX_PUSH_FAILURES}) returning id)
         update notification_delivery d set state = 'SKIPPED', ended_at = mesh_now() from gone
          where d.target_id = gone.id and d.channel = 'PUSH' and d.state = 'PENDING'`,
        [first.targetId, outcome.kind === 'GONE'],
      );
    }
    return first.state === 'PENDING' ? 'RETRY' : first.state;
  });

/** Messages that wait to be sent, by channel. */
export type DeliveryStats = Readonly<Record<'EMAIL' | 'PUSH', number>>;

/** Whether there is something to send now; asked after every write, so it costs a look at an index. */
export const hasDueMessage = async (pool: Pool): Promise<boolean> => {
  const { rowCount } = await pool.query({
    name: 'has_due_message',
    text: `select from notification_delivery where state = 'PENDING' and next_try_at <= mesh_now() limit 1`,
  });
  return rowCount === 1;
};

/** For metrics. */
export const deliveryStats = async (pool: Pool): Promise<DeliveryStats> => {
  const { rows } = await pool.query<DeliveryStats>(
    `select count(*) filter (where channel = 'EMAIL') as "EMAIL", count(*) filter (where channel = 'PUSH') as "PUSH"
       from notification_delivery where state = 'PENDING'`,
  );
  return rows[0]!;
};
