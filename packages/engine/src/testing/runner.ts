import type { Pool, PoolClient } from 'pg';

const jobs = 'graphile_worker._private_jobs';

/** Gets in the way of the job runner. `owner` is a pool of the database's owner. */
export const runner = {
  /** Lets no job near the idempotency keys until the client that comes back commits. */
  holdKeys: async (owner: Pool): Promise<PoolClient> => {
    const client = await owner.connect();
    await client.query('begin');
    await client.query('lock table idempotency_key in access exclusive mode');
    return client;
  },
  isKeyJobWaiting: async (owner: Pool): Promise<boolean> => {
    const { rows } = await owner.query(
      `select from pg_locks where not granted and relation = 'idempotency_key'::regclass`,
    );
    return rows.length > 0;
  },
  /** Without it the runner cannot note anything. */
  putJobsAway: (owner: Pool): Promise<unknown> => owner.query(`alter table ${jobs} rename to jobs_put_away`),
  bringJobsBack: (owner: Pool): Promise<unknown> =>
    owner.query('alter table graphile_worker.jobs_put_away rename to _private_jobs'),
  isListening: async (owner: Pool): Promise<boolean> => {
    const { rows } = await owner.query(
      `select from pg_stat_activity where datname = current_database() and query like 'LISTEN "jobs:insert"%'`,
    );
    return rows.length > 0;
  },
} as const;
