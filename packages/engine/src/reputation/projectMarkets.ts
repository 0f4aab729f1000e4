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
    text: `select m.id as "marketId", m.creator_id as "creatorId", m.oracle_id as "oracleId", p.seq, m.seq as last,
                  m.state = 'RESOLVED' as "isResolved", p.resolved as "isSettled"
             from market_projection p join prediction_market m on m.id = p.market_id where p.market_id = any ($1::bigint[]) order by m.id`,
    values: [marketIds],
  });
  return rows;
};

/**
 * Brings the figures of the markets that facts are about up to where their logs are now; each market's own place in its log says what
 * is new, so it does not matter which facts come, how often, or in which order.
 */
export const projectMarkets = async (tx: Tx, facts: readonly Fact[]): Promise<void> => {
  const ids = [...new Set(facts.map(({ marketId }) => marketId as string))];
  const markets = await lockFollowed(tx, ids);
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
  if (behind.length > 0)
    await tx.query('select note_statistics_due($1::bigint[])', [behind.map(({ marketId }) => marketId)]);
};
