import type { Fact } from '../outbox/facts.ts';
import { hasStake } from '../resolution/requireNoPosition.ts';
import { verdictText } from './aboutMarkets.ts';
import type { Candidates } from './tell.ts';

const subjectsOf = (facts: readonly Fact[]): readonly unknown[] => [facts.map(({ subjectId }) => subjectId)];

/** Everybody with a stake in a market; the same as {@link hasStake} for many at once. */
const holdersOf = (market: string): string =>
  `(select user_id from position where market_id = ${market} group by user_id
    having max(shares_micro) > 0 or sum(paid - received) <> 0)`;

/** Tells those with a stake what is proposed and until when they may say that it is wrong; whoever proposed it knows. */
export const resultsProposed = (facts: readonly Fact[]): Candidates => ({
  repeated: 'ONCE',
  values: subjectsOf(facts),
  query: `
    select h.user_id, 'RESULT_PROPOSED' as kind, p.market_id, null::bigint as post_id, null::bigint as comment_id, p.proposed_by as actor_id,
           jsonb_build_object('verdict', ${verdictText('p')}, 'finalAt', to_char(p.final_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) as figures,
           'RESULT_PROPOSED:' || p.id as key, 1 as times, p.proposed_at as created_at
      from resolution_proposal p join post on post.id = p.market_id cross join lateral ${holdersOf('p.market_id')} as h
     where p.id = any ($1::bigint[]) and h.user_id <> p.proposed_by`,
});

/** Tells whoever proposed it and may change it, and the admins who may decide, that somebody disputes a result. */
export const resultsDisputed = (facts: readonly Fact[]): Candidates => ({
  repeated: 'ONCE',
  values: subjectsOf(facts),
  query: `
    select told.user_id, 'RESULT_DISPUTED' as kind, p.market_id, null::bigint as post_id, null::bigint as comment_id, d.user_id as actor_id,
           jsonb_build_object('excerpt', left(d.reason, 200)) as figures,
           'RESULT_DISPUTED:' || d.id as key, 1 as times, d.created_at
      from dispute d join resolution_proposal p on p.id = d.proposal_id join prediction_market m on m.id = p.market_id
      cross join lateral (
        select unnest(array[m.creator_id, m.oracle_id, p.proposed_by]) as user_id
        union select u.id from users u where u.role = 'admin' and not ${hasStake('m.id', 'u.id')}) as told
     where d.id = any ($1::bigint[]) and told.user_id is not null and told.user_id <> d.user_id`,
});

/** Tells everybody with a stake what the result is now, and what that did to their wallet, from the transfers that did it. */
export const resultsCorrected = (facts: readonly Fact[]): Candidates => ({
  repeated: 'ONCE',
  values: subjectsOf(facts),
  query: `
    select h.user_id, 'RESULT_CORRECTED' as kind, r.market_id, null::bigint as post_id, null::bigint as comment_id, r.resolved_by as actor_id,
           jsonb_build_object('verdict', ${verdictText('r')}, 'change', coalesce(moved.credits, 0)) as figures,
           'RESULT_CORRECTED:' || r.id as key, 1 as times, r.created_at
      from resolution_log r join post on post.id = r.market_id cross join lateral ${holdersOf('r.market_id')} as h
      join account w on w.user_id = h.user_id
      left join lateral (
        select sum(case when t.credit_account_id = w.id then t.amount else -t.amount end)::bigint as credits from transfer t
         where t.market_id = r.market_id and t.trade_seq is null and t.kind = 'CORRECTION' and w.id in (t.debit_account_id, t.credit_account_id)
           and t.created_at = r.created_at) as moved on true
     where r.id = any ($1::bigint[])`,
});
