import { once } from 'node:events';
import type { Writable } from 'node:stream';
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

/** Frames one after the other, with their digest. */
const createFrameWriter = (out: Writable) => {
  const digest = createDigest();
  const write = async (bytes: Buffer): Promise<void> => {
    digest.update(bytes);
    if (!out.write(bytes)) await once(out, 'drain');
  };
  return { write, digest: () => digest.copy().digest('hex') };
};

const copyTable = async (
  client: PoolClient,
  table: Table,
  write: (bytes: Buffer) => Promise<void>,
): Promise<number> => {
  await write(encodeJson({ table: table.name, columns: table.columns }));
  const rows = client.query(copyTo(`copy ${quoted(table.name)} (${columnList(table)}) to stdout`));
  for await (const chunk of rows) await write(encodeFrame('D', chunk as Buffer));
  return rows.rowCount;
};

const writeFrames = async (client: PoolClient, release: string, out: Writable): Promise<BackupFigures> => {
  const { write, digest } = createFrameWriter(out);
  await write(Buffer.from(MAGIC, 'latin1'));
  // One snapshot of everything: trades go on meanwhile and are not in it.
  await client.query('begin isolation level repeatable read read only');
  const { rows: migrations } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from schema_migration order by version',
  );
  const { rows: clock } = await client.query<{ now: Date }>('select mesh_now() as now');
  const tables = await listTables(client);
  await write(encodeJson({ release, madeAt: clock[0]!.now, migrations }));
  let rows = 0;
  for (const table of tables) rows += await copyTable(client, table, write);
  // Read after the rows: a number that was taken since is skipped, never taken twice.
  await write(encodeJson({ sequences: await listSequences(client) }));
  await client.query('commit');
  const figures = { tables: tables.length, rows };
  await write(encodeJson({ end: { ...figures, sha256: digest() } }));
  return figures;
};

/**
 * Writes all there is, accounts and passwords' hashes included, beside a running server and without holding it up. What the job runner
 * keeps in a schema of its own is left out.
 */
export const writeBackup = async (pool: Pool, release: string, out: Writable): Promise<BackupFigures> => {
  const client = await pool.connect();
  const gzip = createGzip();
  const sent = pipeline(gzip, out);
  try {
    const figures = await writeFrames(client, release, gzip);
    gzip.end();
    await sent;
    client.release();
    return figures;
  } catch (error) {
    // Its transaction is open and its stream half read: the connection is of no more use.
    client.release(error as Error);
    gzip.destroy(error as Error);
    await sent.catch(() => undefined);
    throw error;
  }
};
