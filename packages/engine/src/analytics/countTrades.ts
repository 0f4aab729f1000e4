import type { Consumer } from '../outbox/facts.ts';

/*
 * Kept by day as trades happen: adding up a million trades for a page takes about a second, and grows.
 */

const COUNT = `
  with fact as (select * from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as f(market_id, first_seq, last_seq)),
  traded as (
    select t.user_id, (t.created_at at time zone 'UTC')::date as day, abs(t.credits) as credits, t.shares_micro
      from fact f cross join lateral (
        select * from trade where market_id = f.market_id and seq between f.first_seq and f.last_seq offset 0) as t),
  newcomer as (
    insert into trader_day (day, user_id) select distinct day, user_id from traded on conflict do nothing returning day),
  total as (
    select day, count(*) as trades, sum(credits) as volume, sum(shares_micro) as shares_micro,
           (select count(*) from newcomer n where n.day = traded.day) as traders
      from traded group by day)
  insert into trade_day as d (day, trades, volume, traders, shares_micro)
  select day, trades, volume, traders, shares_micro from total order by day
  on conflict (day) do update
     set trades = d.trades + excluded.trades, volume = d.volume + excluded.volume, traders = d.traders + excluded.traders,
         shares_micro = d.shares_micro + excluded.shares_micro`;

/** Shares of a resolved market are no longer anybody's interest. */
const SETTLE = `
  insert into trade_day as d (day, shares_micro)
  select (m.resolved_at at time zone 'UTC')::date as day, -sum((select sum(s) from unnest(m.shares_micro) as s))
    from prediction_market m where m.id = any ($1::bigint[]) group by 1 order by 1
  on conflict (day) do update set shares_micro = d.shares_micro + excluded.shares_micro`;

/** Adds trades up by day: how many, how much, by how many people, and what they hold. */
export const tradeCounter: Consumer = {
  name: 'trades by day',
  kinds: ['TRADED', 'RESOLVED'],
  consume: async (tx, facts) => {
    const traded = facts.filter(({ kind }) => kind === 'TRADED');
    const resolved = facts.filter(({ kind }) => kind === 'RESOLVED');
    if (traded.length > 0) {
      await tx.query({
        name: 'count_trades',
        text: COUNT,
        values: [
          traded.map(({ marketId }) => marketId),
          traded.map(({ firstSeq }) => firstSeq),
          traded.map(({ lastSeq }) => lastSeq),
        ],
      });
    }
    if (resolved.length > 0) {
      await tx.query({
        name: 'settle_markets',
        text: SETTLE,
        values: [resolved.map(({ marketId }) => marketId)],
      });
    }
  },
};
