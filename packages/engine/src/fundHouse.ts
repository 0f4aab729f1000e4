import type { Pool } from 'pg';
import { transaction } from './transaction.ts';

/** Issues credits to the house until `total` has ever been issued to it. Repeating it issues nothing more. */
export const fundHouse = (pool: Pool, total: number): Promise<{ issued: number; balance: number }> =>
  transaction(pool, async (tx) => {
    const { rows } = await tx.query<{ house: string; issuer: string }>(
      `select (select id::text from account where kind = 'house') as house, (select id::text from account where kind = 'issuer') as issuer`,
    );
    const { house, issuer } = rows[0]!;
    await tx.query('select lock_accounts($1::bigint[])', [[house, issuer]]);
    const before = await tx.query<{ funded: number }>(
      `select coalesce(sum(amount), 0)::bigint as funded from transfer where credit_account_id = $1 and kind = 'HOUSE_FUNDING'`,
      [house],
    );
    const issued = Math.max(0, total - before.rows[0]!.funded);
    if (issued > 0) {
      await tx.query(
        `insert into transfer (debit_account_id, credit_account_id, amount, kind) values ($1, $2, $3, 'HOUSE_FUNDING')`,
        [issuer, house, issued],
      );
    }
    const after = await tx.query<{ balance: number }>('select balance from account where id = $1', [house]);
    return { issued, balance: after.rows[0]!.balance };
  });
