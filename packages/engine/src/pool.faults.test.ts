import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPool } from './pool.ts';
import { createTestDatabase, type TestDatabase } from './testing/index.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test.each([false, true])(
  'a session that ends while it is in use (pipelined: %s) is an error of its query, and of nothing else',
  async (trades) => {
    const pool = await openPool(database.url, { as: 'app', max: 1, trades });
    try {
      const client = await pool.connect();
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
      const sleeping = client.query('select pg_sleep(60)').catch((error: Error) => error);
      await database.pool.query('select pg_terminate_backend($1)', [rows[0]!.pid]);
      expect(await sleeping).toMatchObject({ code: '57P01' });
      // What the driver says apart from the query comes when the socket closes, and would end the process.
      const ended = await client.query('select 1').catch((error: Error) => error);
      expect(ended).toBeInstanceOf(Error);
      client.release(true);
      expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    } finally {
      await pool.end();
    }
  },
);
