import type { Pool, PoolClient } from 'pg';

const jobs = 'graphile_worker._private_jobs';

/** Gets in the way of the job runner. `owner` is a pool of the database's owner. */
export const runner = {
  /** Lets no job near a table until the client that comes back commits. */
  hold: async (owner: Pool, table: string): Promise<PoolClient> => {
    const client = await owner.connect();
    await client.query('begin');
    await client.query(`lock table ${table} in access exclusive mode`);
    return client;
  },
  /** Whether a job has come to a table that is held. */
  isWaiting: async (owner: Pool, table: string): Promise<boolean> => {
    const { rows } = await owner.query('select from pg_locks where not granted and relation = $1::regclass', [
      table,
    ]);
    return rows.length > 0;
  },
  /** Without it the runner cannot note anything. */
  putJobsAway: (owner: Pool): Promise<unknown> => owner.query(`alter table ${jobs} rename to jobs_put_away`),
  bringJobsBack: (owner: Pool): Promise<unknown> =>
    owner.query('alter table graphile_worker.jobs_put_away rename to _private_jobs'),
  /** The next job of a kind that is done cannot be noted as done, as after a deadlock; the one after it can. */
  failToNote: (owner: Pool, task: string): Promise<unknown> =>
    owner.query(
      `create sequence failed_note;
       create function fail_note() returns trigger language plpgsql as $$
       begin
         if (select identifier from graphile_worker._private_tasks where id = old.task_id) = tg_argv[0] then
           if nextval('failed_note') = 1 then raise 'deadlock detected' using errcode = '40P01'; end if;
         end if;
         return old;
       end $$;
       create trigger fail_note before delete on ${jobs} for each row
         execute function fail_note('${task}')`,
    ),
  hasFailedToNote: async (owner: Pool): Promise<boolean> => {
    // A sequence counts on when its transaction is taken back.
    const { rows } = await owner.query<{ is_called: boolean }>('select is_called from failed_note');
    return rows[0]!.is_called;
  },
  /** Whether a job waits or is under way. */
  isListed: async (owner: Pool, task: string): Promise<boolean> => {
    const { rows } = await owner.query(
      `select from ${jobs} where task_id = (select id from graphile_worker._private_tasks where identifier = $1)`,
      [task],
    );
    return rows.length > 0;
  },
  /** Whether the books themselves say so, which they do when somebody, or a job, has closed it. */
  isClosed: async (owner: Pool, marketId: string): Promise<boolean> => {
    const { rows } = await owner.query(`select from prediction_market where id = $1 and state = 'CLOSED'`, [
      marketId,
    ]);
    return rows.length > 0;
  },
  isListening: async (owner: Pool): Promise<boolean> => {
    const { rows } = await owner.query(
      `select from pg_stat_activity where datname = current_database() and query like 'LISTEN "jobs:insert"%'`,
    );
    return rows.length > 0;
  },
} as const;
