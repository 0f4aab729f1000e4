import type { Pool } from 'pg';
import { PROJECTOR_LOCK } from '../outbox/projectOutbox.ts';
import { transaction } from '../transaction.ts';
import { followMarkets } from './projectMarkets.ts';

const DERIVED = 'market_projection, position_basis, profit_period, market_result, result_total, forecast_bin';

/** SQL: the statistics do not follow the result that holds of the market `m`, with its place `p` in them. */
const UNSETTLED = `(m.state = 'RESOLVED' and (select r.id from current_resolution r where r.market_id = m.id) is distinct from p.resolution_id)`;

/** Markets that are looked for at once. */
const MARKETS = 500;

/** Follows some markets that are behind, while no projector is at work; false when there are none. */
const followSome = (pool: Pool): Promise<boolean> =>
  transaction(pool, async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [PROJECTOR_LOCK]);
    const { rows } = await tx.query<{ id: string }>(
      `select m.id::text as id from prediction_market m left join market_projection p on p.market_id = m.id
        where coalesce(p.seq, 0) < m.seq or ${UNSETTLED} order by m.id limit ${MARKETS}`,
    );
    if (rows.length > 0)
      await followMarkets(
        tx,
        rows.map(({ id }) => id),
      );
    return rows.length > 0;
  });

/**
 * Forgets what was derived from the logs and derives it again, a bounded piece at a time: beside a running server, and to be repeated
 * should it be stopped half-way. `onProgress` hears how much is left.
 */
export const rebuildStatistics = async (
  pool: Pool,
  onProgress: (left: StatisticsLag) => void = () => undefined,
): Promise<void> => {
  await transaction(pool, (tx) => tx.query(`truncate ${DERIVED}`));
  do onProgress(await statisticsLag(pool));
  while (await followSome(pool));
};

/** Trades and resolutions that the statistics do not know of yet. */
export interface StatisticsLag {
  readonly trades: number;
  readonly resolutions: number;
}

export const statisticsLag = async (pool: Pool): Promise<StatisticsLag> => {
  const { rows } = await pool.query<StatisticsLag>(
    `select coalesce(sum(m.seq - coalesce(p.seq, 0)), 0)::bigint as trades,
            count(*) filter (where ${UNSETTLED}) as resolutions
       from prediction_market m left join market_projection p on p.market_id = m.id`,
  );
  return rows[0]!;
};
