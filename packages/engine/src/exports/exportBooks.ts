import { createHash } from 'node:crypto';
import {
  EXPORT_FORMAT,
  type ExportFooter,
  type ExportHeader,
  type ExportLineType,
} from '@mesh-markets/contract';
import type { Pool, PoolClient } from 'pg';
import { type ExportedTable, exportedTables, lineOf } from './tables.ts';

/** Lines that are fetched and handed on at once: as much of the history as is ever in memory. */
const CHUNK = 2_000;

export interface ExportOptions {
  /** Of the program and of the instance, for the header. */
  readonly release: string;
  readonly instance: string;
  /** With e-mail addresses, password hashes, API keys and reports. */
  readonly withAccounts: boolean;
}

const selectOf = (type: ExportLineType, table: ExportedTable, withAccounts: boolean): string => {
  const instead = { ...table.instead, ...(!withAccounts && table.insteadWithoutAccounts) };
  if (type !== 'transfer') {
    return `select '${type}' as type, ${lineOf(type, instead)} as line from ${table.table} t order by ${table.order}`;
  }
  // A trade stands where its transfer stands: in this order the balances were ever right.
  return `select case when d.seq is null then 'transfer' else 'trade' end as type,
                 case when d.seq is null then ${lineOf('transfer')} else ${lineOf('trade', { transferId: 't.id' }, 'd')} end as line
            from transfer t left join trade d on d.market_id = t.market_id and d.seq = t.trade_seq order by t.id`;
};

async function* readLines(
  client: PoolClient,
  select: string,
): AsyncGenerator<readonly { type: string; line: string }[]> {
  await client.query(`declare lines no scroll cursor for ${select}`);
  for (;;) {
    const { rows } = await client.query<{ type: string; line: string }>(`fetch ${CHUNK} from lines`);
    if (rows.length > 0) yield rows;
    if (rows.length < CHUNK) break;
  }
  await client.query('close lines');
}

const readTotals = async (client: PoolClient): Promise<ExportFooter['totals']> => {
  const { rows } = await client.query<ExportFooter['totals']>(
    `select coalesce(sum(balance) filter (where kind = 'issuer'), 0)::bigint as issuer,
            coalesce(sum(balance) filter (where kind = 'house'), 0)::bigint as house,
            coalesce(sum(balance) filter (where kind = 'wallet'), 0)::bigint as wallets,
            coalesce(sum(balance) filter (where kind = 'escrow'), 0)::bigint as escrows from account`,
  );
  return rows[0]!;
};

/** Header, lines and footer, as texts of whole lines. */
async function* writeAll(client: PoolClient, options: ExportOptions): AsyncGenerator<string> {
  const { release, instance, withAccounts } = options;
  const digest = createHash('sha256');
  const counts: Record<string, number> = {};
  const hashed = (text: string): string => {
    digest.update(text);
    return text;
  };
  const { rows } = await client.query<{ now: Date }>('select mesh_now() as now');
  const header: ExportHeader = {
    type: 'header',
    format: EXPORT_FORMAT,
    release,
    instance,
    exportedAt: rows[0]!.now.toISOString(),
    withAccounts,
  };
  yield hashed(`${JSON.stringify(header)}\n`);
  for (const [type, table] of Object.entries(exportedTables)) {
    if (table.private && !withAccounts) continue;
    for await (const lines of readLines(client, selectOf(type as ExportLineType, table, withAccounts))) {
      for (const line of lines) counts[line.type] = (counts[line.type] ?? 0) + 1;
      yield hashed(`${lines.map(({ line }) => line).join('\n')}\n`);
    }
  }
  const footer: ExportFooter = {
    type: 'footer',
    counts,
    totals: await readTotals(client),
    sha256: digest.digest('hex'),
  };
  yield `${JSON.stringify(footer)}\n`;
}

/**
 * The whole history as JSON Lines, beside a running server: one snapshot, read with a cursor, so neither its length nor what happens
 * meanwhile matters. Whoever takes the lines may take their time.
 */
export async function* exportBooks(pool: Pool, options: ExportOptions): AsyncGenerator<string> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin isolation level repeatable read, read only');
    await client.query(`set local idle_in_transaction_session_timeout = 0`);
    await client.query(`set local timezone = 'UTC'`);
    yield* writeAll(client, options);
  } catch (error) {
    broken = error as Error;
    throw error;
  } finally {
    // Whoever stopped in the middle left a cursor open; the end of the transaction closes it.
    await client.query('rollback').catch((error: Error) => {
      broken = error;
    });
    client.release(broken);
  }
}
