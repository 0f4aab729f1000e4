import type { MarketId, WebhookId } from '@mesh-markets/contract';
import type { Pool } from 'pg';

const first = async <Row extends object>(owner: Pool, text: string, values: unknown[] = []): Promise<Row> =>
  (await owner.query<Row>(text, values)).rows[0]!;

/** Looks behind what is told to others, and makes time pass for it. `owner` is a pool of the database's owner. */
export const outgoing = {
  /** The back-off of every webhook is over. */
  retryWebhooks: async (owner: Pool): Promise<void> => {
    await owner.query(`update webhook_delivery set next_try_at = mesh_now() where state = 'PENDING'`);
    await owner.query(
      `select queue_job('deliverWebhooks', json_build_object('endpointId', id::text), 'webhooks:' || id, now()) from webhook_endpoint`,
    );
  },
  /** Every endpoint has failed for so long, and its deliveries so often. */
  failFor: async (owner: Pool, days: number, attempts: number): Promise<void> => {
    await owner.query('update webhook_endpoint set failing_since = mesh_now() - make_interval(days => $1)', [
      days,
    ]);
    await owner.query('update webhook_delivery set attempts = $1', [attempts]);
  },
  /** The day in which two secrets sign is over. */
  endRotations: (owner: Pool): Promise<unknown> =>
    owner.query('update webhook_endpoint set previous_until = mesh_now()'),
  /** What the database holds of a signing secret. */
  sealedSecret: async (owner: Pool, id: WebhookId): Promise<string> =>
    (
      await first<{ secret_sealed: string }>(
        owner,
        'select secret_sealed from webhook_endpoint where id = $1',
        [id],
      )
    ).secret_sealed,
  countEvents: async (owner: Pool): Promise<number> =>
    Number((await first<{ count: string }>(owner, 'select count(*) from analytics_event')).count),
  /** Events are never changed, so their guard is off meanwhile. */
  ageEvents: async (owner: Pool, days: number): Promise<void> => {
    await owner.query('alter table analytics_event disable trigger never_changed');
    await owner.query('update analytics_event set created_at = created_at - make_interval(days => $1)', [
      days,
    ]);
    await owner.query('alter table analytics_event enable trigger never_changed');
  },
  factsWaiting: async (owner: Pool): Promise<number> =>
    Number((await first<{ count: string }>(owner, 'select count(*) from outbox')).count),
  /** A fact that nobody could act on. */
  addFailedFact: (owner: Pool, problem: string): Promise<unknown> =>
    owner.query(
      `insert into outbox (kind, created_at, attempts, problem, not_before) values ('TRADED', mesh_now(), 3, $1, 'infinity')`,
      [problem],
    ),
  forgetFacts: (owner: Pool): Promise<unknown> => owner.query('delete from outbox'),
  /** The back-off of the Segment sink is over. */
  retrySegment: async (owner: Pool): Promise<void> => {
    await owner.query(`update event_sink set next_try_at = '-infinity'`);
    await owner.query(`select queue_job('deliverSegment', '{}', 'segment', now())`);
  },
  /** How the Segment sink is doing. */
  segment: (owner: Pool): Promise<{ problem: string | null; done: boolean }> =>
    first(
      owner,
      'select problem, last_event_id = (select max(id) from analytics_event) as done from event_sink',
    ),
  /** Shares that people hold in a market. */
  sharesHeld: async (owner: Pool, marketId: MarketId): Promise<number> =>
    (
      await first<{ held: number }>(
        owner,
        'select sum(shares_micro)::float8 / 1000000 as held from position where market_id = $1',
        [marketId],
      )
    ).held,
} as const;
