import type { SetLaw } from './law.ts';

/** What is owed to each holder by the result that holds, of markets that were corrected; `had` is what they have had. */
const OWED = `
  corrected as (select * from current_resolution where corrects is not null),
  owed as (
    select p.market_id, p.user_id,
           case when r.kind = 'N_A' then
                  case when n.total <= r.escrow_before then greatest(sum(p.paid - p.received), 0)
                       else div(greatest(sum(p.paid - p.received), 0) * r.escrow_before, n.total) end
                else div(sum(p.shares_micro::numeric * r.weights[p.outcome + 1]), 10000000000::numeric) end as credits
      from position p join corrected r on r.market_id = p.market_id
      cross join lateral (select coalesce(sum(net) filter (where net > 0), 0) as total
                            from (select sum(paid - received) as net from position where market_id = r.market_id group by user_id) as nets) as n
     group by p.market_id, p.user_id, r.id, r.kind, r.escrow_before, n.total),
  had as (
    select market_id, user_id, sum(credits) as credits from holder_payment where market_id in (select market_id from corrected) group by 1, 2),
  returned as (
    select t.market_id, sum(case when e.id = t.debit_account_id then t.amount else -t.amount end) as credits
      from transfer t join account e on e.market_id = t.market_id
     where t.trade_seq is null and t.kind in ('SUBSIDY_RETURN', 'SUBSIDY_CORRECTION') group by 1)`;

/** No result is paid before its time, and a correction moves the differences and nothing else. */
export const RESULT_LAWS: readonly SetLaw[] = [
  {
    law: 'Nothing is paid before a proposed result is final: while it is open its market is closed and unpaid',
    rows: `select m.state <> 'CLOSED' or exists (select from resolution_log r where r.market_id = p.market_id)
                    or exists (select from transfer t where t.market_id = p.market_id and t.trade_seq is null and t.kind <> 'SUBSIDY') as broken,
                  'market ' || p.market_id || ' (' || m.state || ') has the proposal ' || p.version as what
             from resolution_proposal p join prediction_market m on m.id = p.market_id where p.ended_at is null`,
  },
  {
    law: 'A proposed result is paid as it was proposed when its time has passed without a dispute, or as somebody decided who was told of one',
    rows: `select case when p.ended_how in ('AMENDED', 'WITHDRAWN') then r.id is not null
                       when r.id is null then true
                       when p.ended_how = 'FINAL' then r.created_at < p.final_at or d.disputes > 0 or not same.verdict
                       else d.disputes = 0 or (p.ended_how = 'UPHELD' and not same.verdict) or (p.ended_how = 'VOIDED' and r.kind <> 'N_A')
                              or p.ended_by is distinct from r.resolved_by end as broken,
                  'proposal ' || p.version || ' of market ' || p.market_id || ' ended as ' || p.ended_how as what
             from resolution_proposal p left join resolution_log r on r.proposal_id = p.id
             cross join lateral (select count(*) as disputes from dispute where proposal_id = p.id) as d
             cross join lateral (select r.kind = p.kind and r.outcome is not distinct from p.outcome and r.weights is not distinct from p.weights as verdict) as same
            where p.ended_at is not null`,
  },
  {
    law: 'The proposals of a market are numbered without a gap, and each begins when the one before it has ended',
    rows: `select p.version <> before.number + 1 or (before.last_end is null and before.number > 0) or before.last_end > p.proposed_at as broken,
                  'proposal ' || p.version || ' of market ' || p.market_id as what
             from resolution_proposal p cross join lateral (
               select count(*) as number, case when bool_or(ended_at is null) then null else max(ended_at) end as last_end
                 from resolution_proposal where market_id = p.market_id and version < p.version) as before`,
  },
  {
    law: 'Corrections: everybody has had what the result that holds gives them, and nobody less; what some still have too much the house has paid',
    rows: `with ${OWED},
           balance as (
             select r.market_id, sum(h.credits - o.credits) as too_much, bool_or(h.credits < o.credits) as short
               from corrected r
               join lateral (select user_id, credits from owed where market_id = r.market_id) as o on true
               left join lateral (select sum(credits) as credits from had where market_id = r.market_id and user_id = o.user_id) as paid on true
               cross join lateral (select coalesce(paid.credits, 0) as credits) as h
              group by 1)
           select b.short or r.returned > coalesce(s.credits, 0)
                    or coalesce(b.too_much, 0) + coalesce(s.credits, 0) - r.returned <> c.missing
                    or c.missing <> coalesce((select sum(case when t.credit_account_id = e.id then t.amount else -t.amount end) from transfer t
                                     where t.market_id = r.market_id and t.trade_seq is null and t.kind = 'CORRECTION_COVER'), 0) as broken,
                  'market ' || r.market_id || ' is missing ' || c.missing as what
             from corrected r join correction c on c.resolution_id = r.id join account e on e.market_id = r.market_id
             left join balance b on b.market_id = r.market_id left join returned s on s.market_id = r.market_id`,
  },
  {
    law: 'Every correction moved what its entry says, and stands in the place of the entry before it',
    rows: `select c.resolution_id is null or earlier.market_id <> r.market_id or earlier.escrow_before <> r.escrow_before
                    or moved.paid <> c.paid or moved.taken <> c.taken or moved.covered <> c.covered or moved.issued <> c.issued as broken,
                  'entry ' || r.id || ' of market ' || r.market_id || ' paid ' || moved.paid || ' and took ' || moved.taken as what
             from resolution_log r join resolution_log earlier on earlier.id = r.corrects
             join account e on e.market_id = r.market_id
             left join correction c on c.resolution_id = r.id
             cross join lateral (
               select coalesce(sum(amount) filter (where kind in ('CORRECTION', 'SUBSIDY_CORRECTION') and debit_account_id = e.id), 0) as paid,
                      coalesce(sum(amount) filter (where kind in ('CORRECTION', 'SUBSIDY_CORRECTION') and credit_account_id = e.id), 0) as taken,
                      coalesce(sum(case when credit_account_id = e.id then amount else -amount end) filter (where kind = 'CORRECTION_COVER'), 0) as covered,
                      coalesce(sum(amount) filter (where kind = 'CORRECTION_ISSUE'), 0) as issued
                 from transfer where market_id = r.market_id and trade_seq is null and created_at = r.created_at) as moved`,
  },
  {
    law: 'Nothing was moved as a correction that no entry tells of',
    rows: `select not exists (select from resolution_log r where r.corrects is not null and r.market_id = t.market_id and r.created_at = t.created_at) as broken,
                  'transfer ' || t.id as what
             from transfer t where t.trade_seq is null and t.kind in ('CORRECTION', 'SUBSIDY_CORRECTION', 'CORRECTION_COVER', 'CORRECTION_ISSUE')`,
  },
];
