import type { EventType, UserId, Webhook, WebhookId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { iso, type Reader } from '../reads/rows.ts';
import { Refusal } from '../refusal.ts';
import { transaction } from '../transaction.ts';
import { requireAdmin } from './requireAdmin.ts';

/** How long the secret before a rotation signs beside the new one. */
const BOTH_SIGN_HOURS = 24;

interface WebhookRow {
  readonly id: WebhookId;
  readonly url: string;
  readonly description: string;
  readonly event_types: EventType[];
  readonly enabled: boolean;
  readonly disabled_reason: 'ADMIN' | 'GONE' | 'FAILING' | null;
  readonly failures_in_a_row: number;
  readonly failing_since: Date | null;
  readonly previous_until: Date | null;
  readonly created_at: Date;
  readonly recent: Webhook['recent'];
}

const SELECT = `
  select w.id::text as id, w.url, w.description, w.event_types, w.enabled, w.disabled_reason, w.failures_in_a_row, w.failing_since,
         case when w.previous_until > mesh_now() then w.previous_until end as previous_until, w.created_at,
         (select json_build_object('delivered', count(*) filter (where state = 'DELIVERED'), 'pending', count(*) filter (where state = 'PENDING'),
                                   'failed', count(*) filter (where state = 'FAILED'))
            from webhook_delivery d where d.endpoint_id = w.id and d.created_at >= mesh_now() - interval '1 day') as recent
    from webhook_endpoint w`;

const webhookOf = (row: WebhookRow): Webhook => ({
  id: row.id,
  url: row.url,
  description: row.description,
  eventTypes: row.event_types,
  enabled: row.enabled,
  ...(row.disabled_reason !== null && { disabledReason: row.disabled_reason }),
  failuresInARow: row.failures_in_a_row,
  ...(row.failing_since !== null && { failingSince: iso(row.failing_since) }),
  ...(row.previous_until !== null && { previousSecretUntil: iso(row.previous_until) }),
  createdAt: iso(row.created_at),
  recent: row.recent,
});

const noSuchWebhook = (): Refusal => new Refusal('NOT_FOUND', 'There is no such webhook.');

const readWebhook = async (reader: Reader, id: WebhookId): Promise<Webhook> => {
  const { rows } = await reader.query<WebhookRow>(`${SELECT} where w.id = $1`, [id]);
  if (!rows[0]) throw noSuchWebhook();
  return webhookOf(rows[0]);
};

/** @throws Refusal FORBIDDEN */
export const listWebhooks = async (pool: Pool, userId: UserId): Promise<{ webhooks: Webhook[] }> => {
  await requireAdmin(pool, userId);
  const { rows } = await pool.query<WebhookRow>(`${SELECT} order by w.id`);
  return { webhooks: rows.map(webhookOf) };
};

export interface NewWebhook {
  readonly userId: UserId;
  readonly url: string;
  readonly description: string;
  readonly eventTypes: readonly EventType[];
  /** The signing secret, encrypted by the server: the database never sees it. */
  readonly sealedSecret: string;
}

/** @throws Refusal FORBIDDEN */
export const createWebhook = (pool: Pool, webhook: NewWebhook): Promise<Webhook> =>
  transaction(pool, async (tx) => {
    await requireAdmin(tx, webhook.userId);
    const { rows } = await tx.query<{ id: WebhookId }>(
      `insert into webhook_endpoint (url, description, event_types, secret_sealed, made_by) values ($1, $2, $3, $4, $5) returning id::text as id`,
      [webhook.url, webhook.description, webhook.eventTypes, webhook.sealedSecret, webhook.userId],
    );
    return readWebhook(tx, rows[0]!.id);
  });

export interface WebhookChange {
  readonly userId: UserId;
  readonly id: WebhookId;
  readonly url?: string | undefined;
  readonly description?: string | undefined;
  readonly eventTypes?: readonly EventType[] | undefined;
  readonly enabled?: boolean | undefined;
}

/** Switching an endpoint on again forgets its failures, and sends what waited. @throws Refusal FORBIDDEN, NOT_FOUND */
export const updateWebhook = (pool: Pool, change: WebhookChange): Promise<Webhook> =>
  transaction(pool, async (tx) => {
    await requireAdmin(tx, change.userId);
    await tx.query(
      `update webhook_endpoint
          set url = coalesce($2, url), description = coalesce($3, description), event_types = coalesce($4, event_types),
              enabled = coalesce($5, enabled),
              disabled_reason = case when $5 then null when not $5 then coalesce(disabled_reason, 'ADMIN') else disabled_reason end,
              failures_in_a_row = case when $5 then 0 else failures_in_a_row end,
              failing_since = case when $5 then null else failing_since end
        where id = $1`,
      [
        change.id,
        change.url ?? null,
        change.description ?? null,
        change.eventTypes ?? null,
        change.enabled ?? null,
      ],
    );
    if (change.enabled) {
      await tx.query(
        `select queue_job('deliverWebhooks', json_build_object('endpointId', $1::text), 'webhooks:' || $1, now())`,
        [change.id],
      );
    }
    return readWebhook(tx, change.id);
  });

/** @throws Refusal FORBIDDEN, NOT_FOUND */
export const deleteWebhook = (pool: Pool, userId: UserId, id: WebhookId): Promise<void> =>
  transaction(pool, async (tx) => {
    await requireAdmin(tx, userId);
    const { rowCount } = await tx.query('delete from webhook_endpoint where id = $1', [id]);
    if (rowCount === 0) throw noSuchWebhook();
  });

/** The secret before signs beside the new one for a day, so that receivers change over in their own time. @throws Refusal FORBIDDEN, NOT_FOUND */
export const rotateWebhookSecret = (
  pool: Pool,
  { userId, id, sealedSecret }: { userId: UserId; id: WebhookId; sealedSecret: string },
): Promise<Webhook> =>
  transaction(pool, async (tx) => {
    await requireAdmin(tx, userId);
    await tx.query(
      `update webhook_endpoint set previous_sealed = secret_sealed, previous_until = mesh_now() + make_interval(hours => ${BOTH_SIGN_HOURS}), secret_sealed = $2
        where id = $1`,
      [id, sealedSecret],
    );
    return readWebhook(tx, id);
  });
