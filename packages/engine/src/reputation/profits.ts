import type { Tx } from '../transaction.ts';

/** What a person made and traded on a day, counted in days since 1970 by UTC. */
export interface Gain {
  readonly userId: number;
  readonly day: number;
  /** In a market that they decide themselves. */
  readonly isOwn: boolean;
  realised: number;
  volume: number;
  trades: number;
}

/**
 * Adds rows of `gain (user_id, day, own, realised, volume, trades)` to the day, week and month they fall into and to all time; as a
 * part of a statement that has such rows.
 */
export const ADD_GAINS = `
  insert into profit_period as p (user_id, period, starts, realised, volume, trades, own_realised, own_volume, own_trades)
  select g.user_id, span.period, span.starts,
         coalesce(sum(g.realised) filter (where not g.own), 0)::bigint, coalesce(sum(g.volume) filter (where not g.own), 0)::bigint,
         coalesce(sum(g.trades) filter (where not g.own), 0)::bigint,
         coalesce(sum(g.realised) filter (where g.own), 0)::bigint, coalesce(sum(g.volume) filter (where g.own), 0)::bigint,
         coalesce(sum(g.trades) filter (where g.own), 0)::bigint
    from gain g, lateral (values ('DAY', g.day), ('WEEK', date_trunc('week', g.day::timestamp)::date),
                                 ('MONTH', date_trunc('month', g.day::timestamp)::date), ('ALL', date '1970-01-01')) as span(period, starts)
   group by g.user_id, span.period, span.starts
   order by g.user_id, span.period, span.starts
  on conflict (user_id, period, starts) do update
     set realised = p.realised + excluded.realised, volume = p.volume + excluded.volume, trades = p.trades + excluded.trades,
         own_realised = p.own_realised + excluded.own_realised, own_volume = p.own_volume + excluded.own_volume,
         own_trades = p.own_trades + excluded.own_trades`;

export const addProfits = async (tx: Tx, gains: readonly Gain[]): Promise<void> => {
  await tx.query({
    name: 'add_profits',
    text: `with gain as (
             select user_id, date '1970-01-01' + day as day, own, realised, volume, trades
               from unnest($1::bigint[], $2::int[], $3::boolean[], $4::bigint[], $5::bigint[], $6::bigint[])
                 as given(user_id, day, own, realised, volume, trades))
           ${ADD_GAINS}`,
    values: [
      gains.map(({ userId }) => userId),
      gains.map(({ day }) => day),
      gains.map(({ isOwn }) => isOwn),
      gains.map(({ realised }) => realised),
      gains.map(({ volume }) => volume),
      gains.map(({ trades }) => trades),
    ],
  });
};
