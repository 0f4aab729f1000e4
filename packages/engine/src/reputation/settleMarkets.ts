import type { Tx } from '../transaction.ts';
import { ADD_GAINS } from './profits.ts';

/*
 * A payout is per person and market; it is booked on the position that earned most of it (the largest by weight, then by payment), as the
 * portfolio shows it. The cost of everything still held goes out. What a correction paid or took back belongs to the day of the resolution
 * too: so a market comes to the same whether it is followed as it happens or afterwards.
 */
const SETTLE = `
  with paid as (
    select market_id, user_id, sum(credits)::bigint as credits from holder_payment where market_id = any ($1) group by 1, 2),
  settled as (
    select b.market_id, b.user_id, b.outcome,
           p.received - p.paid - b.realised + case when row_number() over (partition by b.market_id, b.user_id
                  order by p.shares_micro::numeric * coalesce(r.weights[b.outcome + 1], 0) desc, p.paid desc, b.outcome) = 1
             then coalesce(paid.credits, 0) else 0 end as gain
      from position_basis b
      join position p on p.market_id = b.market_id and p.user_id = b.user_id and p.outcome = b.outcome
      join current_resolution r on r.market_id = b.market_id
      left join paid on paid.market_id = b.market_id and paid.user_id = b.user_id
     where b.market_id = any ($1)),
  written as (
    update position_basis b set realised = b.realised + s.gain, basis = 0, shares_micro = 0
      from settled s where b.market_id = s.market_id and b.user_id = s.user_id and b.outcome = s.outcome),
  gain as (
    select s.user_id, (m.resolved_at at time zone 'UTC')::date as day, coalesce(s.user_id in (m.creator_id, m.oracle_id), false) as own,
           s.gain as realised, 0 as volume, 0 as trades
      from settled s join prediction_market m on m.id = s.market_id)
  ${ADD_GAINS}`;

/** Markets, those that were won, those with a score, purchases and scores of the rows of `result` that are meant. */
const totalsOf = (which: string): string => `
  count(*) filter (where not void and ${which}), count(*) filter (where not void and profit > 0 and ${which}),
  count(*) filter (where purchases > 0 and ${which}), coalesce(sum(purchases) filter (where ${which}), 0)::bigint,
  coalesce(sum(brier_micro / nullif(purchases, 0)) filter (where ${which}), 0)::bigint`;

// Purchases against what happened, as the odds stood after each. Postgres refuses to square odds that are nearly nothing (underflow), so
// those are nothing.
const purchases = (resolution: string): string => `
  purchase as (
    select t.market_id, t.user_id, case when t.probabilities[t.outcome + 1] < 1e-9 then 0 else t.probabilities[t.outcome + 1] end as forecast, (t.outcome = r.outcome)::int as happened
      from trade t join ${resolution} r on r.market_id = t.market_id
     where t.market_id = any ($1) and t.shares_micro > 0 and r.kind = 'OUTCOME')`;

// How everybody came out, and how right their purchases were.
const RESULTS = `
  with ${purchases('current_resolution')},
  score as (
    select market_id, user_id, count(*) as purchases, sum(round(1e6 * (forecast - happened) ^ 2)::bigint)::bigint as brier_micro
      from purchase group by 1, 2),
  result as (
    insert into market_result (user_id, market_id, own_market, void, profit, purchases, brier_micro)
    select b.user_id, b.market_id, coalesce(b.user_id in (m.creator_id, m.oracle_id), false), r.kind = 'N_A', b.profit,
           coalesce(s.purchases, 0), coalesce(s.brier_micro, 0)
      from (select market_id, user_id, sum(realised)::bigint as profit from position_basis where market_id = any ($1) group by 1, 2) as b
      join prediction_market m on m.id = b.market_id
      join current_resolution r on r.market_id = b.market_id
      left join score s on s.market_id = b.market_id and s.user_id = b.user_id
    returning *),
  total as (
    insert into result_total as t (user_id, markets, won, scored, purchases, score_micro, own_markets, own_won, own_scored, own_purchases, own_score_micro)
    select user_id, ${totalsOf('not own_market')}, ${totalsOf('own_market')} from result group by 1 order by 1
    on conflict (user_id) do update
       set markets = t.markets + excluded.markets, won = t.won + excluded.won, scored = t.scored + excluded.scored,
           purchases = t.purchases + excluded.purchases, score_micro = t.score_micro + excluded.score_micro,
           own_markets = t.own_markets + excluded.own_markets, own_won = t.own_won + excluded.own_won,
           own_scored = t.own_scored + excluded.own_scored, own_purchases = t.own_purchases + excluded.own_purchases,
           own_score_micro = t.own_score_micro + excluded.own_score_micro)
  insert into forecast_bin as b (user_id, own_market, bin, purchases, probability_micro, happened)
  select p.user_id, coalesce(p.user_id in (m.creator_id, m.oracle_id), false), least(floor(p.forecast * 10), 9)::smallint,
         count(*), sum(round(1e6 * p.forecast)::bigint)::bigint, sum(p.happened)
    from purchase p join prediction_market m on m.id = p.market_id group by 1, 2, 3 order by 1, 2, 3
  on conflict (user_id, own_market, bin) do update
     set purchases = b.purchases + excluded.purchases, probability_micro = b.probability_micro + excluded.probability_micro,
         happened = b.happened + excluded.happened`;

// The same taken back, of markets whose result was corrected since.
const UNDO = `
  with booked as (
    select r.* from market_projection f join resolution_log r on r.id = f.resolution_id where f.market_id = any ($1)),
  ${purchases('booked')},
  result as (delete from market_result where market_id = any ($1) returning *),
  total as (
    update result_total t
       set markets = t.markets - d.markets, won = t.won - d.won, scored = t.scored - d.scored, purchases = t.purchases - d.purchases,
           score_micro = t.score_micro - d.score_micro, own_markets = t.own_markets - d.own_markets, own_won = t.own_won - d.own_won,
           own_scored = t.own_scored - d.own_scored, own_purchases = t.own_purchases - d.own_purchases,
           own_score_micro = t.own_score_micro - d.own_score_micro
      from (select user_id, ${totalsOf('not own_market')}, ${totalsOf('own_market')} from result group by 1)
             as d(user_id, markets, won, scored, purchases, score_micro, own_markets, own_won, own_scored, own_purchases, own_score_micro)
     where t.user_id = d.user_id)
  update forecast_bin b
     set purchases = b.purchases - d.purchases, probability_micro = b.probability_micro - d.probability_micro, happened = b.happened - d.happened
    from (select p.user_id, coalesce(p.user_id in (m.creator_id, m.oracle_id), false) as own_market, least(floor(p.forecast * 10), 9)::smallint as bin,
                 count(*) as purchases, sum(round(1e6 * p.forecast)::bigint)::bigint as probability_micro, sum(p.happened) as happened
            from purchase p join prediction_market m on m.id = p.market_id group by 1, 2, 3) as d
   where b.user_id = d.user_id and b.own_market = d.own_market and b.bin = d.bin`;

/**
 * Books the payouts of resolved markets whose trades have all been followed, and how everybody did there; of those that were corrected since,
 * what was booked before is taken back first.
 */
export const settleMarkets = async (tx: Tx, marketIds: readonly number[]): Promise<void> => {
  if (marketIds.length === 0) return;
  // A correction that came between two of these statements would count as booked and never be.
  await tx.query('select lock_market(id) from unnest($1::bigint[]) as id order by id', [marketIds]);
  const before = await tx.query(
    'select from market_projection where market_id = any ($1) and resolution_id is not null limit 1',
    [marketIds],
  );
  if (before.rowCount !== 0) {
    await tx.query({ name: 'undo_results', text: UNDO, values: [marketIds] });
    await tx.query('delete from forecast_bin where purchases = 0');
  }
  await tx.query({ name: 'settle_basis', text: SETTLE, values: [marketIds] });
  await tx.query({ name: 'market_results', text: RESULTS, values: [marketIds] });
  await tx.query(
    `update market_projection f set resolved = true, resolution_id = r.id from current_resolution r
      where f.market_id = any ($1) and r.market_id = f.market_id`,
    [marketIds],
  );
};
