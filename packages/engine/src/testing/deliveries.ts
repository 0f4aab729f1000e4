import type { Pool } from 'pg';

export interface DeliveryRow {
  readonly state: string;
  readonly attempts: number;
  readonly problem: string | null;
  /** Seconds until it is due. */
  readonly wait: number;
}

/**
 * What is on its way to people, and the passing of the time that it waits; for tests of who sends it. `owner` is a pool of the
 * database's owner, such as that of a test database.
 */
export const deliveries = {
  list: async (owner: Pool): Promise<DeliveryRow[]> => {
    const { rows } = await owner.query<DeliveryRow>(
      `select state, attempts, problem, extract(epoch from next_try_at - mesh_now())::float8 as wait
         from notification_delivery order by id`,
    );
    return rows;
  },
  /** Whatever waits is due now. */
  makeDue: (owner: Pool) =>
    owner.query(`update notification_delivery set next_try_at = mesh_now() where state = 'PENDING'`),
  /** As if all but the last try had been made. */
  wearOut: (owner: Pool) => owner.query('update notification_delivery set attempts = 11'),
  /** What was sent was sent an hour earlier. */
  passAnHour: (owner: Pool) =>
    owner.query(
      `update notification_delivery set ended_at = ended_at - interval '61 minutes' where state = 'SENT'`,
    ),
};
