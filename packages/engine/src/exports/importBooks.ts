import type { ExportFooter, ExportHeader } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import type { AuditReport } from '../api.ts';
import { auditIn } from '../audit/audit.ts';
import type { Consumer } from '../outbox/facts.ts';
import { consumeWaiting } from '../outbox/projectOutbox.ts';
import { sqlState, type Tx } from '../transaction.ts';
import { createLineWriter } from './importLines.ts';
import { type Chunks, ImportRefusedError, readExport } from './readExport.ts';

export interface ImportFigures {
  readonly header: ExportHeader;
  readonly counts: ExportFooter['counts'];
  readonly totals: ExportFooter['totals'];
  /** How many laws were proven on what was written. */
  readonly laws: number;
}

/** Look-ups by index are right for every statement of an import, and the planner knows nothing yet of tables that were empty. */
const LOOKUP_PLANS = ['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin', 'jit'];

const prepare = async (tx: Tx): Promise<void> => {
  // As the owner: numbers are set, and the application's role may not do that.
  await tx.query('set local role none');
  await tx.query('set local idle_in_transaction_session_timeout = 0');
  await tx.query(`set local timezone = 'UTC'`);
  // Nobody signs up or writes meanwhile.
  await tx.query('lock table auth_user, users, post, account, transfer, trade in share row exclusive mode');
  const { rows } = await tx.query<{ empty: boolean }>(
    `select not exists (select from auth_user) and not exists (select from users) and not exists (select from post)
        and not exists (select from transfer) and not exists (select from account where kind not in ('issuer', 'house')) as empty`,
  );
  if (!rows[0]!.empty) {
    throw new ImportRefusedError(
      'This database is not empty. An import needs one in which nothing has happened.',
    );
  }
  for (const plan of LOOKUP_PLANS) await tx.query(`set local ${plan} = off`);
};

/** The next numbers that the database gives out follow those that were brought. */
const setSequences = async (tx: Tx): Promise<void> => {
  for (const table of [
    'users',
    'api_key',
    'post',
    'account',
    'transfer',
    'resolution_proposal',
    'dispute',
    'resolution_log',
    'oracle_change',
    'comment',
    'report',
  ]) {
    await tx.query(
      `select setval(pg_get_serial_sequence('${table}', 'id'), greatest((select max(id) from ${table}), 1), exists (select from ${table}))`,
    );
  }
};

/** @throws ImportRefusedError when what was derived is not what the file says */
const compare = async (tx: Tx, footer: ExportFooter): Promise<AuditReport> => {
  const { rows } = await tx.query<{ id: number; held: number | null; said: number | null }>(
    `select coalesce(a.id, i.account_id) as id, a.balance as held, i.balance as said
       from account a full join import_balance i on i.account_id = a.id and i.kind = a.kind where a.balance is distinct from i.balance limit 1`,
  );
  const [off] = rows;
  if (off) {
    throw new ImportRefusedError(
      `Account ${off.id} comes to ${off.held ?? 'nothing'} from its transfers, and the file says ${off.said ?? 'nothing'}.`,
    );
  }
  const report = await auditIn(tx);
  const broken = report.laws.find((law) => law.broken > 0);
  if (broken) {
    throw new ImportRefusedError(
      `The books of this file are not right: ${broken.law} (${broken.examples.join('; ')}).`,
    );
  }
  for (const [kind, total] of Object.entries(report.totals)) {
    if (total !== footer.totals[kind as keyof typeof footer.totals]) {
      throw new ImportRefusedError(
        `The credits of kind ${kind} come to ${total}, and the file says otherwise.`,
      );
    }
  }
  return report;
};

const importAll = async (tx: Tx, consumers: readonly Consumer[], chunks: Chunks): Promise<ImportFigures> => {
  await prepare(tx);
  const { lines, header, footer } = readExport(chunks);
  const writer = await createLineWriter(tx);
  for await (const line of lines) await writer.write(line);
  await writer.finish();
  await setSequences(tx);
  for (const plan of LOOKUP_PLANS) await tx.query(`set local ${plan} to default`);
  await tx.query('analyze');
  // Statistics follow from what happened, whenever that was. Nobody is told of it.
  await consumeWaiting(
    tx,
    consumers.filter(({ tells }) => !tells),
  );
  const { laws } = await compare(tx, footer());
  return { header: header(), counts: footer().counts, totals: footer().totals, laws: laws.length };
};

/** What the laws of the books, or the types of their columns, do not let in. */
const refusalOf = (error: unknown): unknown => {
  const state = sqlState(error) ?? '';
  if (!state.startsWith('23') && !state.startsWith('22')) return error;
  return new ImportRefusedError(`The books do not take this file: ${(error as Error).message}.`, {
    cause: error,
  });
};

/**
 * Fills an empty database from an export: all of it, proven by an audit, or nothing.
 * @throws ImportRefusedError
 */
export const importBooks = async (
  pool: Pool,
  consumers: readonly Consumer[],
  chunks: Chunks,
): Promise<ImportFigures> => {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const figures = await importAll(client as unknown as Tx, consumers, chunks);
    await client.query('commit');
    return figures;
  } catch (error) {
    await client.query('rollback').catch((lost: Error) => {
      broken = lost;
    });
    throw refusalOf(error);
  } finally {
    client.release(broken);
  }
};
