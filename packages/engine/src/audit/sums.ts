import type { LawReport } from '../api.ts';
import type { Tx } from '../transaction.ts';
import type { SetLaw } from './law.ts';
import { PROFIT_LAWS } from './profits.ts';
import { RESULT_LAWS } from './results.ts';

const LAWS: readonly SetLaw[] = [
  {
    law: 'All accounts together sum to exactly 0',
    rows: `select sum(balance) <> 0 as broken, 'the sum is ' || sum(balance) as what from account`,
  },
  {
    law: 'Every balance equals the sum of its transfers',
    rows: `with entry as (
             select debit_account_id as id, -amount as amount from transfer union all select credit_account_id, amount from transfer),
           total as (select id, sum(amount) as amount from entry group by id)
           select a.balance <> coalesce(t.amount, 0) as broken, 'account ' || a.id || ' holds ' || a.balance || ', its transfers ' || coalesce(t.amount, 0) as what
             from account a left join total t on t.id = a.id`,
  },
  {
    law: 'No account but the issuer is below zero',
    rows: `select kind <> 'issuer' and balance < 0 as broken, kind || ' account ' || id || ' holds ' || balance as what from account`,
  },
  {
    law: 'Every escrow covers its worst outcome; after resolution it is empty',
    rows: `select case when m.state = 'RESOLVED' then e.balance <> 0
                       else e.balance * 1000000 < (select max(s) from unnest(m.shares_micro) as s) end as broken,
                  'market ' || m.id || ' (' || m.state || ') holds ' || e.balance as what
             from prediction_market m join account e on e.market_id = m.id`,
  },
  {
    law: 'Every market has an escrow and every person a wallet',
    rows: `select e.id is null as broken, 'market ' || m.id as what from prediction_market m left join account e on e.market_id = m.id
           union all
           select w.id is null, 'user ' || u.id from users u left join account w on w.user_id = u.id`,
  },
  {
    law: 'Every trade has exactly one transfer, between its trader and its market, of its amount',
    rows: `select t.seq is null or x.transfers is null or x.transfers <> 1 or not x.fits as broken,
                  'trade ' || coalesce(t.market_id, x.market_id) || '-' || coalesce(t.seq, x.trade_seq) as what
             from trade t full join (
               select f.market_id, f.trade_seq, count(*) as transfers,
                      bool_and(f.amount = abs(o.credits) and f.kind = case when o.credits > 0 then 'BUY' else 'SELL' end
                        and case when o.credits > 0 then d.user_id = o.user_id and c.market_id = o.market_id
                                 else d.market_id = o.market_id and c.user_id = o.user_id end) as fits
                 from transfer f
                 join account d on d.id = f.debit_account_id join account c on c.id = f.credit_account_id
                 left join trade o on o.market_id = f.market_id and o.seq = f.trade_seq
                where f.trade_seq is not null group by f.market_id, f.trade_seq) as x
               on x.market_id = t.market_id and x.trade_seq = t.seq`,
  },
  {
    law: 'Every position equals the sums of its trades',
    rows: `select p.market_id is null or t.market_id is null or p.shares_micro <> t.shares or p.bought_micro <> t.bought
                    or p.paid <> t.paid or p.received <> t.received or p.shares_micro < 0 as broken,
                  'user ' || coalesce(p.user_id, t.user_id) || ' in market ' || coalesce(p.market_id, t.market_id) as what
             from position p full join (
               select market_id, user_id, outcome, sum(shares_micro) as shares,
                      coalesce(sum(shares_micro) filter (where shares_micro > 0), 0) as bought,
                      coalesce(sum(credits) filter (where credits > 0), 0) as paid,
                      coalesce(-sum(credits) filter (where credits < 0), 0) as received
                 from trade group by market_id, user_id, outcome) as t
               on t.market_id = p.market_id and t.user_id = p.user_id and t.outcome = p.outcome`,
  },
  {
    law: 'Exactly once: every stored answer to a trade names a trade of that person',
    rows: `select t.seq is null as broken, 'key ' || k.key || ' of user ' || k.user_id as what
             from (select user_id, key, answer::json -> 'trade' ->> 'marketId' as market, answer::json -> 'trade' ->> 'seq' as seq
                     from idempotency_key where answer like '{"trade":%') as k
             left join trade t on t.market_id = k.market::bigint and t.seq = k.seq::bigint and t.user_id = k.user_id`,
  },
  {
    law: 'Everybody was granted their credits at most once',
    rows: `select count(*) > 1 as broken, 'account ' || credit_account_id as what from transfer where kind = 'SIGNUP_GRANT' group by credit_account_id`,
  },
  {
    law: 'A market is resolved exactly when its log says so, once, and paid as the log says',
    rows: `select (m.state = 'RESOLVED') <> (r.entries = 1) or (r.entries = 1 and (r.paid <> f.paid or r.returned <> f.returned or r.holders <> f.holders)) as broken,
                  'market ' || m.id || ' (' || m.state || ') has ' || r.entries || ' log entries, paid ' || f.paid || ' of ' || r.paid as what
             from prediction_market m
             cross join lateral (select count(*) as entries, coalesce(sum(paid), 0) as paid, coalesce(sum(returned), 0) as returned,
                                        coalesce(sum(holders_paid), 0) as holders from resolution_log where market_id = m.id and corrects is null) as r
             cross join lateral (select coalesce(sum(amount) filter (where kind in ('PAYOUT', 'REFUND')), 0) as paid,
                                        coalesce(sum(amount) filter (where kind = 'SUBSIDY_RETURN'), 0) as returned,
                                        count(*) filter (where kind in ('PAYOUT', 'REFUND')) as holders
                                   from transfer where market_id = m.id and trade_seq is null) as f`,
  },
  {
    law: 'Every payout is what the resolution owes its holder, to the credit',
    rows: `with owed as (
             select p.market_id, p.user_id,
                    case when r.kind = 'N_A' then
                           case when n.total <= r.escrow_before then greatest(sum(p.paid - p.received), 0)
                                else div(greatest(sum(p.paid - p.received), 0) * r.escrow_before, n.total) end
                         else div(sum(p.shares_micro::numeric * r.weights[p.outcome + 1]), 10000000000::numeric) end as credits
               from position p join resolution_log r on r.market_id = p.market_id and r.corrects is null
               cross join lateral (select coalesce(sum(net) filter (where net > 0), 0) as total
                                     from (select sum(paid - received) as net from position where market_id = r.market_id group by user_id) as nets) as n
              group by p.market_id, p.user_id, r.id, n.total),
           paid as (
             select t.market_id, w.user_id, sum(t.amount) as credits from transfer t join account w on w.id = t.credit_account_id
              where t.trade_seq is null and t.kind in ('PAYOUT', 'REFUND') group by t.market_id, w.user_id)
           select coalesce(o.credits, 0) <> coalesce(p.credits, 0) as broken,
                  'market ' || coalesce(o.market_id, p.market_id) || ' owes user ' || coalesce(o.user_id, p.user_id) || ' ' || coalesce(o.credits, 0) as what
             from owed o full join paid p on p.market_id = o.market_id and p.user_id = o.user_id`,
  },
  {
    law: 'Append-only: the guards on the logs and balances are in force',
    rows: `select coalesce(g.tgenabled, 'D') = 'D' as broken, 'guard ' || wanted.guard || ' on ' || wanted.log as what
             from (values ('transfer', 'append_only'), ('trade', 'append_only'), ('resolution_log', 'append_only'),
                          ('transfer', 'apply_transfers'), ('trade', 'apply_trades'), ('account', 'balance_by_transfer_only'),
                          ('account', 'escrow_covers_worst_outcome'), ('prediction_market', 'pools_by_trade_only'),
                          ('prediction_market', 'terms_are_fixed'), ('prediction_market', 'states_in_order'),
                          ('prediction_market', 'escrow_empty_after_resolution'), ('position', 'position_by_trade_only'),
                          ('prediction_market', 'opens_unsold'), ('prediction_market', 'states_make_sense'), ('account', 'opens_empty'),
                          ('resolution_log', 'paid_when_final'), ('resolution_log', 'corrections_come_out_even'),
                          ('resolution_proposal', 'words_are_fixed'), ('resolution_proposal', 'ended_once'), ('dispute', 'append_only'),
                          ('dispute', 'in_time'), ('correction', 'append_only'), ('oracle_change', 'append_only'),
                          ('oracle_change', 'apply_oracle_change'), ('oracle_change', 'asked_first'), ('resolution_log', 'resolution_on_record')) as wanted(log, guard)
             left join pg_trigger g on g.tgrelid = wanted.log::regclass and g.tgname = wanted.guard`,
  },
];

/** Laws that are sums and joins over whole tables, each one set-based query. */
export const auditSums = async (tx: Tx): Promise<LawReport[]> => {
  const reports: LawReport[] = [];
  for (const { law, rows } of [...LAWS, ...RESULT_LAWS, ...PROFIT_LAWS]) {
    const answer = await tx.query<{ checked: number; broken: number; examples: string[] | null }>(
      `with checked as (${rows})
       select count(*) as checked, count(*) filter (where broken) as broken,
              (array_agg(what) filter (where broken))[1:5] as examples from checked`,
    );
    const { checked, broken, examples } = answer.rows[0]!;
    reports.push({ law, checked, broken, examples: examples ?? [] });
  }
  return reports;
};
