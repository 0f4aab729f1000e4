import type { Pool } from 'pg';
import type { AuditReport } from '../api.ts';
import type { Tx } from '../transaction.ts';
import { auditFills } from './fills.ts';
import { auditOpenings } from './openings.ts';
import { auditSums } from './sums.ts';

interface TotalsRow {
  readonly issuer: number;
  readonly house: number;
  readonly wallets: number;
  readonly escrows: number;
}

/** The audit, within a transaction that somebody else began. */
export const auditIn = async (tx: Tx): Promise<AuditReport> => {
  const laws = [...(await auditSums(tx)), ...(await auditOpenings(tx)), ...(await auditFills(tx))];
  const totals = await tx.query<TotalsRow>(
    `select coalesce(sum(balance) filter (where kind = 'issuer'), 0)::bigint as issuer,
            coalesce(sum(balance) filter (where kind = 'house'), 0)::bigint as house,
            coalesce(sum(balance) filter (where kind = 'wallet'), 0)::bigint as wallets,
            coalesce(sum(balance) filter (where kind = 'escrow'), 0)::bigint as escrows
       from account`,
  );
  return { laws, clean: laws.every((law) => law.broken === 0), totals: totals.rows[0]! };
};

/**
 * Derives every balance, position, pool, sequence, payout and fill again from the logs and compares. It reads one snapshot,
 * so it can run beside a busy server, and writes nothing.
 */
export const audit = async (pool: Pool): Promise<AuditReport> => {
  const client = await pool.connect();
  try {
    await client.query('begin transaction isolation level repeatable read, read only');
    return await auditIn(client as unknown as Tx);
  } finally {
    await client.query('rollback').catch(() => undefined);
    client.release();
  }
};
