import type { Pool } from 'pg';
import { transaction } from './transaction.ts';

const BATCH = 500;

/**
 * Closes every open market whose time has come; run it as often as you like. Trading had ended at that time anyway: the trade
 * path compares the clock itself.
 */
export const closeDueMarkets = async (pool: Pool): Promise<{ closed: number }> => {
  let closed = 0;
  for (;;) {
    const batch = await transaction(pool, async (tx) => {
      // Named with its table: `id` alone would be the text of the answer, and text has another order than the locks.
      const due = await tx.query<{ id: string }>(
        `select id::text as id from prediction_market where state = 'OPEN' and closes_at <= (select mesh_now()) order by prediction_market.id limit ${BATCH}`,
      );
      let changed = 0;
      for (const { id } of due.rows) {
        await tx.query('select from lock_market($1)', [id]);
        const { rowCount } = await tx.query(
          `update prediction_market set state = 'CLOSED', closed_at = closes_at, version = version + 1 where id = $1 and state = 'OPEN'`,
          [id],
        );
        changed += rowCount ?? 0;
      }
      return { found: due.rows.length, changed };
    });
    closed += batch.changed;
    if (batch.found < BATCH) return { closed };
  }
};
