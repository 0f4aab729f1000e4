import type { Fact } from '../outbox/facts.ts';
import type { Tx } from '../transaction.ts';
import { type Followed, followTrades } from './followTrades.ts';
import { settleMarkets } from './settleMarkets.ts';

/** Trades followed in one transaction: a backlog of any length goes a second's work at a time, and others get their turn between. */
const BUDGET = 50_000;

/** The markets with their places in the log, locked: whoever else follows them waits, and then finds nothing to do. */
const lockFollowed = async (tx: Tx, marketIds: readonly string[]): Promise<Followed[]> => {
  await tx.query({
    name: 'open_projections',
    text: 'insert into market_projection (market_id) select unnest($1::bigint[]) on conflict do nothing',
    values: [marketIds],
  });
  await tx.query({
    name: 'lock_projections',
    text: 'select from market_projection where market_id = any ($1::bigint[]) order by market_id for update',
    values: [marketIds],
  });
  const { rows } = await tx.query<Followed>({
    name: 'read_projections',
    text: `select m.id as "marketId", m.creator_id as "creatorId", p.seq, m.seq as last,
                  coalesce((select json_agg(json_build_array(c.oracle_id, (extract(epoch from c.created_at) * 1000)::bigint))
                              from oracle_change c where c.market_id = m.id and c.kind in ('ACCEPTED', 'CARRIED_OVER')), '[]') as oracles,
                  m.state = 'RESOLVED' as "isResolved",
                  p.resolution_id is not distinct from (select r.id from current_resolution r where r.market_id = m.id) as "isSettled"
             from market_projection p join prediction_market m on m.id = p.market_id where p.market_id = any ($1::bigint[]) order by m.id`,
    values: [marketIds],
  });
  return rows;
};

/**
 * Brings the figures of markets up to where their logs are now, as far as fits in one transaction; answers which of them need another.
 * Each market's own place in its log says what is new, so it does not matter how often and in which order that is asked for.
 */
export const followMarkets = async (tx: Tx, marketIds: readonly string[]): Promise<number[]> => {
  const markets = await lockFollowed(tx, marketIds);
  await followTrades(tx, markets, BUDGET);
  let left = BUDGET;
  const [complete, behind]: [Followed[], Followed[]] = [[], []];
  for (const market of markets) {
    left -= market.last - market.seq;
    (left >= 0 ? complete : behind).push(market);
  }
  await settleMarkets(
    tx,
    complete.filter(({ isResolved, isSettled }) => isResolved && !isSettled).map(({ marketId }) => marketId),
  );
  return behind.map(({ marketId }) => marketId);
};

/** Follows the markets that facts are about; what is too much for one transaction becomes a fact again. */
export const projectMarkets = async (tx: Tx, facts: readonly Fact[]): Promise<void> => {
  const behind = await followMarkets(tx, [...new Set(facts.map(({ marketId }) => marketId as string))]);
  if (behind.length > 0) await tx.query('select note_statistics_due($1::bigint[])', [behind]);
};
