import type { AuditSummary } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import type { AuditReport } from '../api.ts';
import { auditIn, withChain } from '../audit/audit.ts';
import { checkChain, keepChainCheck } from '../chain/chainChecks.ts';
import { iso, type Reader } from '../reads/rows.ts';
import { onSnapshot, transaction } from '../transaction.ts';

/** Proves the books, and where there is a chain what is new in it, and keeps what came of it. */
export const runAudit = async (pool: Pool): Promise<AuditReport> => {
  const { rows } = await pool.query<{ now: Date }>('select mesh_now() as now');
  const started = performance.now();
  const { books, chain } = await onSnapshot(pool, async (tx) => ({
    books: await auditIn(tx),
    chain: await checkChain(tx),
  }));
  const report = chain === undefined ? books : withChain(books, chain);
  const { issuer, house, wallets, escrows } = report.totals;
  await transaction(pool, async (tx) => {
    if (chain !== undefined) await keepChainCheck(tx, chain);
    await tx.query(
      `insert into audit_run (started_at, took_seconds, clean, laws, issuer, house, wallets, escrows)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        rows[0]!.now,
        (performance.now() - started) / 1000,
        report.clean,
        JSON.stringify(report.laws),
        issuer,
        house,
        wallets,
        escrows,
      ],
    );
  });
  return report;
};

interface RunRow {
  readonly started_at: Date;
  readonly took_seconds: number;
  readonly clean: boolean;
  readonly laws: AuditReport['laws'];
}

export const lastAudit = async (reader: Reader): Promise<AuditSummary | undefined> => {
  const { rows } = await reader.query<RunRow>(
    'select started_at, took_seconds, clean, laws from audit_run order by id desc limit 1',
  );
  const run = rows[0];
  if (run === undefined) return undefined;
  return {
    at: iso(run.started_at),
    tookSeconds: run.took_seconds,
    clean: run.clean,
    laws: run.laws.length,
    checked: run.laws.reduce((sum, law) => sum + law.checked, 0),
    broken: run.laws.filter((law) => law.broken > 0).map((law) => law.law),
  };
};
