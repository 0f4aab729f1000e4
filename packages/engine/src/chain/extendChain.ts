import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { transaction } from '../transaction.ts';
import { GENESIS, hashOfLink, lineOfTransfer, markOf } from './canonical.ts';
import { readHead, readTransfers } from './chainRows.ts';

/** Transfers of a link, at most. */
const LINK = 1_000;
/** For how long a writer is waited for; after that the next run does it. */
const PATIENCE_MS = 5_000;
const LOOK_EVERY_MS = 20;
/** Any constant does, as long as every process takes the same. */
const CHAIN_LOCK = 4_021_964_119;

export interface Extended {
  readonly links: number;
  readonly transfers: number;
}

/** Transactions that write transfers at this moment, of those given or of all. */
const readWriters = async (pool: Pool, among?: readonly string[]): Promise<string[]> => {
  const { rows } = await pool.query<{ writer: string }>(
    `select distinct virtualtransaction as writer from pg_locks
      where locktype = 'relation' and relation = 'transfer'::regclass and mode = 'RowExclusiveLock' and granted
        and database = (select oid from pg_database where datname = current_database())
        and ($1::text[] is null or virtualtransaction = any ($1))`,
    [among ?? null],
  );
  return rows.map(({ writer }) => writer);
};

/**
 * An id below which no transfer can appear any more; undefined while somebody who might write one takes too long. Ids are given out in
 * order and committed in any. Whoever was given a smaller one than a transfer that can be seen holds the lock that every insert
 * takes on its table, and took it before the id: so once all who hold it now are gone, all smaller ids are settled. Nobody waits for us.
 */
const findHorizon = async (pool: Pool): Promise<number | undefined> => {
  const { rows } = await pool.query<{ top: number }>('select coalesce(max(id), 0) as top from transfer');
  const writers = await readWriters(pool);
  const end = performance.now() + PATIENCE_MS;
  let left = writers;
  while (left.length > 0) {
    if (performance.now() > end) return undefined;
    await pause(LOOK_EVERY_MS);
    left = await readWriters(pool, left);
  }
  return rows[0]!.top;
};

/** Writes the next link; answers how many transfers are in it. */
const addLink = (pool: Pool, horizon: number): Promise<number> =>
  transaction(pool, async (tx) => {
    const { rows } = await tx.query<{ mine: boolean }>('select pg_try_advisory_xact_lock($1) as mine', [
      CHAIN_LOCK,
    ]);
    if (!rows[0]!.mine) return 0;
    const head = await readHead(tx);
    const transfers = await readTransfers(tx, head?.toId ?? 0, horizon, LINK);
    if (transfers.length === 0) return 0;
    const lines = transfers.map(lineOfTransfer);
    const previous = head?.hash ?? GENESIS;
    await tx.query(
      `insert into ledger_chain (height, from_id, to_id, transfers, previous, hash, marks)
       values ($1, $2, $3, $4, decode($5, 'hex'), decode($6, 'hex'), decode($7, 'hex'))`,
      [
        (head?.height ?? 0) + 1,
        transfers[0]!.id,
        transfers.at(-1)!.id,
        transfers.length,
        previous,
        hashOfLink(previous, lines),
        lines.map(markOf).join(''),
      ],
    );
    return transfers.length;
  });

/** Chains every transfer that is settled and not yet in the chain. In no trade's way: it takes no lock that a writer wants. */
export const extendChain = async (pool: Pool): Promise<Extended> => {
  const horizon = await findHorizon(pool);
  let [links, transfers] = [0, 0];
  if (horizon === undefined) return { links, transfers };
  for (;;) {
    const added = await addLink(pool, horizon);
    if (added === 0) return { links, transfers };
    links += 1;
    transfers += added;
  }
};
