import type { WebhookDeliveryId, WebhookId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { transaction } from '../transaction.ts';
import { eventIdOf } from './deliveryLog.ts';

/*
 * Who sends, claims: a claimed delivery is nobody else's until the claim runs out, which is longer than any sending takes. So a sender
 * that died leaves nothing behind for ever, and what it may have sent is sent again under the same name.
 */
const CLAIM_SECONDS = 60;
/** 10 s, 30 s, 90 s … 18 h; a little more than a day in all. */
const FIRST_DELAY_SECONDS = 10;
const DELAY_GROWTH = 3;
const ATTEMPTS = 10;
/** An endpoint that has taken nothing for so long is switched off. */
const GIVE_UP_DAYS = 5;
const LONGEST_WAIT_SECONDS = 86_400;

/** One event on its way to one endpoint. */
export interface ClaimedDelivery {
  readonly id: WebhookDeliveryId;
  readonly eventId: string;
  readonly payload: string;
  readonly url: string;
  readonly sealedSecret: string;
  /** The secret before the last rotation, while it signs too. */
  readonly previousSealedSecret: string | null;
}

/** What came of sending it. */
export interface DeliveryOutcome {
  readonly delivered: boolean;
  /** The receiver is not there any more, and wants nothing more. */
  readonly gone: boolean;
  readonly status: number | undefined;
  readonly latencyMs: number;
  readonly problem: string | undefined;
  /** SHA-256 of what was sent. */
  readonly bodyHash: Buffer;
  /** The receiver asked to be left alone for so long. */
  readonly retryAfterSeconds: number | undefined;
}

/**
 * Takes what is due at an endpoint, oldest first; nothing while somebody else is sending to it, who looks again before ending.
 */
export const claimDeliveries = async (
  pool: Pool,
  endpointId: WebhookId,
  limit: number,
): Promise<ClaimedDelivery[]> => {
  const { rows } = await pool.query<ClaimedDelivery>({
    name: 'claim_deliveries',
    text: `with due as (
             select d.id from webhook_delivery d join webhook_endpoint w on w.id = d.endpoint_id
              where d.endpoint_id = $1 and d.state = 'PENDING' and d.next_try_at <= mesh_now() and w.enabled
                and not exists (select from webhook_delivery o where o.endpoint_id = $1 and o.state = 'PENDING' and o.claimed_until > mesh_now())
              order by d.next_try_at, d.id limit $2 for update of d skip locked),
           claimed as (
             update webhook_delivery d set claimed_until = mesh_now() + make_interval(secs => ${CLAIM_SECONDS}) from due where d.id = due.id
             returning d.id, d.event_id, d.endpoint_id)
           select c.id::text as id, ${eventIdOf('e')} as "eventId", e.payload::text as payload, w.url, w.secret_sealed as "sealedSecret",
                  case when w.previous_until > mesh_now() then w.previous_sealed end as "previousSealedSecret"
             from claimed c join analytics_event e on e.id = c.event_id join webhook_endpoint w on w.id = c.endpoint_id order by c.event_id`,
    values: [endpointId, limit],
  });
  return rows;
};

/** Writes down what came of it; what failed is tried again later, each time after longer, for about a day. */
export const recordDelivery = (pool: Pool, id: WebhookDeliveryId, outcome: DeliveryOutcome): Promise<void> =>
  transaction(pool, async (tx) => {
    const { rows } = await tx.query<{ endpoint_id: string }>(
      `update webhook_delivery
          set attempts = attempts + 1, claimed_until = '-infinity', attempted_at = mesh_now(), status = $3, latency_ms = $4, problem = left($5, 500),
              body_hash = $6,
              state = case when $2 then 'DELIVERED' when $8 or attempts + 1 >= ${ATTEMPTS} then 'FAILED' else 'PENDING' end,
              next_try_at = mesh_now() + make_interval(secs => greatest($7::float8, $9::float8 * ${FIRST_DELAY_SECONDS} * ${DELAY_GROWTH} ^ attempts))
        where id = $1 returning endpoint_id`,
      [
        id,
        outcome.delivered,
        outcome.status ?? null,
        outcome.latencyMs,
        outcome.problem ?? null,
        outcome.bodyHash,
        Math.min(outcome.retryAfterSeconds ?? 0, LONGEST_WAIT_SECONDS),
        outcome.gone,
        // Endpoints of one receiver that failed together are not all tried again at one moment.
        0.8 + Math.random() * 0.4,
      ],
    );
    const endpointId = rows[0]?.endpoint_id;
    if (endpointId === undefined) return;
    if (outcome.delivered) {
      await tx.query(
        `update webhook_endpoint set failures_in_a_row = 0, failing_since = null where id = $1 and failures_in_a_row > 0`,
        [endpointId],
      );
      return;
    }
    await tx.query(
      `update webhook_endpoint
          set failures_in_a_row = failures_in_a_row + 1, failing_since = coalesce(failing_since, mesh_now()),
              enabled = enabled and not $2 and coalesce(failing_since, mesh_now()) > mesh_now() - interval '${GIVE_UP_DAYS} days',
              disabled_reason = case when not enabled then disabled_reason when $2 then 'GONE'
                                     when failing_since <= mesh_now() - interval '${GIVE_UP_DAYS} days' then 'FAILING' end
        where id = $1`,
      [endpointId, outcome.gone],
    );
  });

/** Queues the next look at an endpoint for when something is due there. */
export const queueNextTry = async (pool: Pool, endpointId: WebhookId): Promise<void> => {
  await pool.query(
    `select queue_job('deliverWebhooks', json_build_object('endpointId', $1::text), 'webhooks:' || $1,
                      now() + greatest(min(greatest(next_try_at, claimed_until)) - mesh_now(), interval '0'))
       from webhook_delivery d join webhook_endpoint w on w.id = d.endpoint_id
      where d.endpoint_id = $1::bigint and d.state = 'PENDING' and w.enabled having count(*) > 0`,
    [endpointId],
  );
};

/** Endpoints with something due that nobody is sending: what a lost process left, and what was written before there was a job runner. */
export const listDueEndpoints = async (pool: Pool): Promise<WebhookId[]> => {
  const { rows } = await pool.query<{ id: WebhookId }>(
    `select w.id::text as id from webhook_endpoint w where w.enabled and exists (
       select from webhook_delivery d where d.endpoint_id = w.id and d.state = 'PENDING' and d.next_try_at <= mesh_now() and d.claimed_until <= mesh_now())
      order by w.id`,
  );
  return rows.map(({ id }) => id);
};

/** Deletes events, and what was sent of them, older than so many days. */
export const expireEvents = async (pool: Pool, days: number): Promise<{ deleted: number }> => {
  const { rowCount } = await pool.query(
    `delete from analytics_event where created_at < mesh_now() - make_interval(days => $1)`,
    [days],
  );
  return { deleted: rowCount ?? 0 };
};
