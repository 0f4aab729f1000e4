import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Pool, PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { createDigest, encodeFrame, encodeJson, MAGIC } from './frames.ts';
import { columnList, listSequences, listTables, quoted, type Table } from './tables.ts';

export interface BackupFigures {
  readonly tables: number;
  readonly rows: number;
}

async function* framesOfTable(client: PoolClient, table: Table): AsyncGenerator<Buffer, number> {
  yield encodeJson({ table: table.name, columns: table.columns });
  const rows = client.query(copyTo(`copy ${quoted(table.name)} (${columnList(table)}) to stdout`));
  for await (const chunk of rows) yield encodeFrame('D', chunk as Buffer);
  return rows.rowCount;
}

/** Everything but the last frame. */
async function* framesOfAll(client: PoolClient, release: string): AsyncGenerator<Buffer, BackupFigures> {
  yield Buffer.from(MAGIC, 'latin1');
  // One snapshot of everything: trades go on meanwhile and are not in it.
  await client.query('begin isolation level repeatable read read only');
  const { rows: migrations } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from schema_migration order by version',
  );
  const { rows: clock } = await client.query<{ now: Date }>('select mesh_now() as now');
  yield encodeJson({ release, madeAt: clock[0]!.now, migrations });
  const tables = await listTables(client);
  let rows = 0;
  for (const table of tables) rows += yield* framesOfTable(client, table);
  // Read after the rows: a number that was taken since is skipped, never taken twice.
  yield encodeJson({ sequences: await listSequences(client) });
  await client.query('commit');
  return { tables: tables.length, rows };
}

/**
 * Writes all there is, accounts and passwords' hashes included, beside a running server and without holding it up. What the job runner
 * keeps in a schema of its own is left out.
 */
export const writeBackup = async (pool: Pool, release: string, out: Writable): Promise<BackupFigures> => {
  const client = await pool.connect();
  let figures: BackupFigures | undefined;
  async function* digested(): AsyncGenerator<Buffer> {
    const digest = createDigest();
    const frames = framesOfAll(client, release);
    for (let next = await frames.next(); ; next = await frames.next()) {
      if (next.done) {
        figures = next.value;
        yield encodeJson({ end: { ...figures, sha256: digest.digest('hex') } });
        return;
      }
      digest.update(next.value);
      yield next.value;
    }
  }
  try {
    await pipeline(Readable.from(digested()), createGzip(), out);
    client.release();
    return figures!;
  } catch (error) {
    // Its transaction is open and its stream half read: the connection is of no more use.
    client.release(error as Error);
    throw error;
  }
};
