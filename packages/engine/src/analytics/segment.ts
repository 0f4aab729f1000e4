import type { Pool } from 'pg';
import { eventIdOf } from './deliveryLog.ts';

const LEASE_SECONDS = 60;
const FIRST_DELAY_SECONDS = 10;
const LONGEST_DELAY_SECONDS = 3_600;

/** An event as it lies in the log. */
export interface LoggedEvent {
  readonly place: number;
  readonly eventId: string;
  readonly payload: string;
}

/**
 * Says whether there is a sink that takes every event, from the next one on. A sink that was there goes on where it was.
 */
export const useSegment = async (pool: Pool, used: boolean): Promise<void> => {
  await pool.query(
    used
      ? `insert into event_sink (name, last_event_id) select 'segment', coalesce(max(id), 0) from analytics_event on conflict do nothing`
      : `delete from event_sink where name = 'segment'`,
  );
};

/** The next events for the sink, held for a while for whoever asked; nothing while somebody else holds it or it is being left alone. */
export const claimSegmentEvents = async (pool: Pool, limit: number): Promise<LoggedEvent[]> => {
  const { rows } = await pool.query<LoggedEvent>(
    `with sink as (
       update event_sink set leased_until = mesh_now() + make_interval(secs => ${LEASE_SECONDS})
        where name = 'segment' and leased_until <= mesh_now() and next_try_at <= mesh_now()
          and exists (select from analytics_event where id > last_event_id and type <> 'test')
       returning last_event_id)
     select e.id as place, ${eventIdOf('e')} as "eventId", e.payload::text as payload
       from sink join analytics_event e on e.id > sink.last_event_id and e.type <> 'test' order by e.id limit $1`,
    [limit],
  );
  return rows;
};

/** The sink has taken, or will never take, everything up to a place; or it has not, and why. */
export const recordSegment = async (
  pool: Pool,
  outcome: { readonly upTo: number; readonly problem?: string } | { readonly problem: string },
): Promise<void> => {
  if ('upTo' in outcome) {
    await pool.query(
      `update event_sink set last_event_id = greatest(last_event_id, $1), leased_until = '-infinity', failures_in_a_row = 0,
              problem = left($2, 500), next_try_at = '-infinity', sent_at = mesh_now() where name = 'segment'`,
      [outcome.upTo, outcome.problem ?? null],
    );
    return;
  }
  await pool.query(
    `update event_sink set leased_until = '-infinity', failures_in_a_row = failures_in_a_row + 1, problem = left($1, 500),
            next_try_at = mesh_now() + make_interval(secs => least(${FIRST_DELAY_SECONDS} * 2 ^ least(failures_in_a_row, 20), ${LONGEST_DELAY_SECONDS}))
      where name = 'segment'`,
    [outcome.problem],
  );
};
