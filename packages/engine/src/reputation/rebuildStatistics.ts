import type { Pool } from 'pg';
import { transaction } from '../transaction.ts';

const DERIVED = 'market_projection, position_basis, profit_period, market_result, result_total, forecast_bin';

/** Forgets what was derived from the logs and asks the projector to derive it again; answers how many markets that is. */
export const rebuildStatistics = (pool: Pool): Promise<{ markets: number }> =>
  transaction(pool, async (tx) => {
    await tx.query(`truncate ${DERIVED}`);
    const { rows } = await tx.query<{ markets: number }>('select note_statistics_due(null) as markets');
    return rows[0]!;
  });

/** Trades and resolutions that the statistics do not know of yet. */
export const statisticsLag = async (pool: Pool): Promise<{ trades: number; resolutions: number }> => {
  const { rows } = await pool.query<{ trades: number; resolutions: number }>(
    `select coalesce(sum(m.seq - coalesce(p.seq, 0)), 0)::bigint as trades,
            count(*) filter (where m.state = 'RESOLVED' and not coalesce(p.resolved, false)) as resolutions
       from prediction_market m left join market_projection p on p.market_id = m.id`,
  );
  return rows[0]!;
};
