import type { Pool } from 'pg';
import type { AuditReport } from '../api.ts';
import { type ChainCheck, checkChain } from '../chain/chainChecks.ts';
import { onSnapshot, type Tx } from '../transaction.ts';
import { auditFills } from './fills.ts';
import { auditOpenings } from './openings.ts';
import { auditSums } from './sums.ts';

const CHAIN_LAW = 'Every transfer of the chain is the one that was chained, and no link of it was made again';

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

/** The report with one more law, where the ledger is chained: that it is as it was chained. */
export const withChain = (report: AuditReport, { checked, report: chain }: ChainCheck): AuditReport => {
  const examples = chain.broken === undefined ? [] : [chain.broken.sentence];
  const law = { law: CHAIN_LAW, checked, broken: examples.length, examples };
  return { ...report, laws: [...report.laws, law], clean: report.clean && law.broken === 0 };
};

/**
 * Derives every balance, position, pool, sequence, payout and fill again from the logs and compares. It reads one snapshot,
 * so it can run beside a busy server, and writes nothing.
 */
export const audit = (pool: Pool): Promise<AuditReport> =>
  onSnapshot(pool, async (tx) => {
    const report = await auditIn(tx);
    const check = await checkChain(tx, { whole: true });
    return check === undefined ? report : withChain(report, check);
  });
