import type { SetLaw } from './law.ts';

/** Markets whose log the statistics have followed to its end; of the others they say nothing yet. */
const FOLLOWED = `
  followed as (
    select m.id, m.state from prediction_market m join market_projection p on p.market_id = m.id
     where p.seq = m.seq and p.resolution_id is not distinct from (select r.id from current_resolution r where r.market_id = m.id))`;

/** Every credit of profit that is shown is a credit of the ledger. */
export const PROFIT_LAWS: readonly SetLaw[] = [
  {
    law: 'Profit: what a person realised in a market is what they received, less what they paid, plus what they still hold cost',
    rows: `with ${FOLLOWED},
           paid_out as (select market_id, user_id, sum(credits) as credits from holder_payment group by 1, 2),
           basis as (
             select market_id, user_id, sum(realised) as realised, sum(basis) as basis, sum(shares_micro) as shares from position_basis group by 1, 2),
           held as (
             select market_id, user_id, sum(received - paid) as net, sum(shares_micro) as shares from position group by 1, 2)
           select b.user_id is null or h.user_id is null or b.realised <> h.net + coalesce(o.credits, 0) + b.basis
                    or b.shares <> case when f.state = 'RESOLVED' then 0 else h.shares end as broken,
                  'user ' || coalesce(b.user_id, h.user_id) || ' in market ' || f.id || ' realised ' || coalesce(b.realised, 0) as what
             from followed f
             join (basis b full join held h on h.market_id = b.market_id and h.user_id = b.user_id)
               on f.id = coalesce(b.market_id, h.market_id)
             left join paid_out o on o.market_id = b.market_id and o.user_id = b.user_id`,
  },
  {
    law: 'Profit: what all traders of a market realised is its subsidy and what the house paid for it, less what came back of both and what its escrow holds, plus the cost of what they hold',
    rows: `with ${FOLLOWED},
           basis as (select market_id, sum(realised) as realised, sum(basis) as basis from position_basis group by 1),
           subsidy as (
             select t.market_id, sum(case when t.credit_account_id = e.id then t.amount else -t.amount end) as credits
               from transfer t join account e on e.market_id = t.market_id
              where t.trade_seq is null and t.kind in ('SUBSIDY', 'SUBSIDY_RETURN', 'SUBSIDY_CORRECTION', 'CORRECTION_COVER') group by 1)
           select coalesce(b.realised, 0) <> coalesce(b.basis, 0) - e.balance + coalesce(s.credits, 0) as broken,
                  'market ' || f.id || ' realised ' || coalesce(b.realised, 0) as what
             from followed f join account e on e.market_id = f.id
             left join basis b on b.market_id = f.id left join subsidy s on s.market_id = f.id`,
  },
  {
    law: 'Profit: the days, weeks and months of a person sum to what their positions realised',
    rows: `with shown as (
             select user_id, sum(realised + own_realised) filter (where period = 'ALL') as total,
                    sum(realised + own_realised) filter (where period = 'DAY') as days,
                    sum(realised + own_realised) filter (where period = 'WEEK') as weeks,
                    sum(realised + own_realised) filter (where period = 'MONTH') as months
               from profit_period group by 1),
           basis as (select user_id, sum(realised) as realised from position_basis group by 1)
           select s.user_id is null or b.user_id is null or b.realised <> all (array[s.total, s.days, s.weeks, s.months]) as broken,
                  'user ' || coalesce(s.user_id, b.user_id) || ' realised ' || coalesce(b.realised, 0) || ', shown ' || coalesce(s.total, 0) as what
             from shown s full join basis b on b.user_id = s.user_id`,
  },
];
