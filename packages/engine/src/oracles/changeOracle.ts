import type { Market, MarketId, OracleChangeKind, UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { lockMarket, type MarketRow } from '../locks.ts';
import { readMarket } from '../reads/markets.ts';
import { type Tx, transaction } from '../transaction.ts';

/** What somebody does about the oracle of a market. */
export interface OracleCommand {
  readonly userId: UserId;
  readonly marketId: MarketId;
}

export interface Change {
  readonly kind: Exclude<OracleChangeKind, 'CARRIED_OVER'>;
  readonly oracleId: UserId;
}

/** The market's own columns follow from this row. */
export const writeChange = (tx: Tx, marketId: MarketId, { kind, oracleId }: Change): Promise<unknown> =>
  tx.query('insert into oracle_change (market_id, kind, oracle_id) values ($1, $2, $3)', [
    marketId,
    kind,
    oracleId,
  ]);

/** The last thing that was asked or answered. */
const readLast = async (tx: Tx, marketId: MarketId): Promise<Change | undefined> => {
  const { rows } = await tx.query<Change>(
    `select kind, oracle_id::text as "oracleId" from oracle_change where market_id = $1 order by id desc limit 1`,
    [marketId],
  );
  return rows[0];
};

export interface Changed {
  readonly market: Market;
  /** False when it was so already: whoever lost the answer may ask again. */
  readonly changed: boolean;
}

/** Locks a market and makes the change; the same one a second time changes nothing. `decide` refuses what may not be. */
export const changeOracle = (
  pool: Pool,
  { userId, marketId }: OracleCommand,
  wanted: (market: MarketRow) => Change | undefined,
  decide: (tx: Tx, market: MarketRow) => Promise<readonly Change[]>,
): Promise<Changed> =>
  transaction(pool, async (tx) => {
    const row = await lockMarket(tx, marketId);
    const last = await readLast(tx, marketId);
    const one = wanted(row);
    const again =
      one !== undefined && last !== undefined && last.kind === one.kind && last.oracleId === one.oracleId;
    const changes = again ? [] : await decide(tx, row);
    for (const change of changes) await writeChange(tx, marketId, change);
    return { market: await readMarket(tx, marketId, userId), changed: changes.length > 0 };
  });
