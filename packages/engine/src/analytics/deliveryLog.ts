import type { AnswerOf, UserId, WebhookDelivery, WebhookDeliveryId, WebhookId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { decodeCursor, encodeCursor, iso, pageOf, type Reader } from '../reads/rows.ts';
import { Refusal } from '../refusal.ts';
import { type Tx, transaction } from '../transaction.ts';
import { requireAdmin } from './requireAdmin.ts';

interface DeliveryRow {
  readonly id: WebhookDeliveryId;
  readonly event: string;
  readonly type: string;
  readonly payload: string;
  readonly state: WebhookDelivery['state'];
  readonly attempts: number;
  readonly created_at: Date;
  readonly next_try_at: Date;
  readonly attempted_at: Date | null;
  readonly status: number | null;
  readonly latency_ms: number | null;
  readonly problem: string | null;
  readonly body_sha256: string | null;
}

/** The name of an event on the wire; a full stop would make the signed text ambiguous. */
export const eventIdOf = (alias: string): string => `'evt_' || replace(${alias}.public_id::text, '-', '')`;

const SELECT = `
  select d.id::text as id, ${eventIdOf('e')} as event, e.type, e.payload::text as payload, d.state, d.attempts, d.created_at, d.next_try_at,
         d.attempted_at, d.status, d.latency_ms, d.problem, encode(d.body_hash, 'hex') as body_sha256
    from webhook_delivery d join analytics_event e on e.id = d.event_id`;

const deliveryOf = (row: DeliveryRow): WebhookDelivery => ({
  id: row.id,
  eventId: row.event,
  eventType: row.type,
  state: row.state,
  attempts: row.attempts,
  createdAt: iso(row.created_at),
  ...(row.state === 'PENDING' && { nextTryAt: iso(row.next_try_at) }),
  ...(row.attempted_at !== null && { attemptedAt: iso(row.attempted_at) }),
  ...(row.status !== null && { status: row.status }),
  ...(row.latency_ms !== null && { latencyMs: row.latency_ms }),
  ...(row.problem !== null && { problem: row.problem }),
  ...(row.body_sha256 !== null && { bodySha256: row.body_sha256 }),
  body: row.payload,
});

const readDelivery = async (reader: Reader, id: string): Promise<WebhookDelivery> => {
  const { rows } = await reader.query<DeliveryRow>(`${SELECT} where d.id = $1`, [id]);
  if (!rows[0]) throw new Refusal('NOT_FOUND', 'There is no such delivery. It may have been deleted by age.');
  return deliveryOf(rows[0]);
};

/** `lock` keeps it there until the transaction ends. */
const assertEndpoint = async (
  reader: Reader,
  id: WebhookId,
  lock: '' | 'for key share' = '',
): Promise<void> => {
  const { rowCount } = await reader.query(`select from webhook_endpoint where id = $1 ${lock}`, [id]);
  if (rowCount !== 1) throw new Refusal('NOT_FOUND', 'There is no such webhook.');
};

/** @throws Refusal FORBIDDEN, NOT_FOUND */
export const listWebhookDeliveries = async (
  pool: Pool,
  userId: UserId,
  id: WebhookId,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<AnswerOf<'listWebhookDeliveries'>> => {
  await requireAdmin(pool, userId);
  await assertEndpoint(pool, id);
  const [before] = decodeCursor(cursor, 'id') ?? [];
  const { rows } = await pool.query<DeliveryRow>(
    `${SELECT} where d.endpoint_id = $1 and ($2::bigint is null or d.id < $2) order by d.id desc limit $3`,
    [id, before ?? null, limit + 1],
  );
  const { page, nextCursor } = pageOf(rows, limit, (last) => encodeCursor(last.id));
  return { deliveries: page.map(deliveryOf), ...(nextCursor !== undefined && { nextCursor }) };
};

const queueEndpoint = async (tx: Tx, deliveryId: string): Promise<void> => {
  await tx.query(
    `select queue_job('deliverWebhooks', json_build_object('endpointId', endpoint_id::text), 'webhooks:' || endpoint_id, now())
       from webhook_delivery where id = $1`,
    [deliveryId],
  );
};

/** Sends it once more, whatever became of it, under the name it had. @throws Refusal FORBIDDEN, NOT_FOUND */
export const replayWebhookDelivery = (
  pool: Pool,
  userId: UserId,
  id: WebhookDeliveryId,
): Promise<WebhookDelivery> =>
  transaction(pool, async (tx) => {
    await requireAdmin(tx, userId);
    const { rowCount } = await tx.query(
      `update webhook_delivery set state = 'PENDING', attempts = 0, next_try_at = mesh_now(), claimed_until = '-infinity' where id = $1`,
      [id],
    );
    if (rowCount === 1) await queueEndpoint(tx, id);
    return readDelivery(tx, id);
  });

/** An event that tells nothing, to this endpoint alone. @throws Refusal FORBIDDEN, NOT_FOUND */
export const testWebhook = (pool: Pool, userId: UserId, id: WebhookId): Promise<WebhookDelivery> =>
  transaction(pool, async (tx) => {
    await requireAdmin(tx, userId);
    await assertEndpoint(tx, id, 'for key share');
    const { rows } = await tx.query<{ id: string }>(
      `with event as (
         insert into analytics_event (type, source, payload)
         select 'test', 'test:' || gen_random_uuid(),
                json_build_object('type', 'test', 'timestamp', to_char(mesh_now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                                  'data', json_build_object('message', 'This is a test. Nothing happened.'))
         returning id)
       insert into webhook_delivery (endpoint_id, event_id) select $1, id from event returning id::text as id`,
      [id],
    );
    await queueEndpoint(tx, rows[0]!.id);
    return readDelivery(tx, rows[0]!.id);
  });
