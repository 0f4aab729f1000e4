import type { UserId } from '@mesh-markets/contract';
import type { Fact } from '../outbox/facts.ts';
import type { Tx } from '../transaction.ts';
import type { Candidates } from './tell.ts';

/** SQL: what a row of a verdict says, for post and the row under an alias. */
export const verdictText = (alias: string): string =>
  `case ${alias}.kind when 'OUTCOME' then post.labels[${alias}.outcome + 1] when 'N_A' then 'void' else 'a share of each' end`;

const marketsOf = (facts: readonly Fact[]): readonly unknown[] => [facts.map(({ marketId }) => marketId)];

/** Tells those who hold shares that trading has ended; whoever ended it knows. */
export const marketsClosed = (facts: readonly Fact[]): Candidates => ({
  repeated: 'ONCE',
  values: marketsOf(facts),
  query: `
    select p.user_id, 'MARKET_CLOSED' as kind, m.id as market_id, null::bigint as post_id, null::bigint as comment_id,
           null::bigint as actor_id, '{}'::jsonb as figures, 'MARKET_CLOSED:' || m.id as key, 1 as times, m.closed_at as created_at
      from prediction_market m join (select distinct market_id, user_id from position where shares_micro > 0 and market_id = any ($1::bigint[])) as p
        on p.market_id = m.id
     where m.id = any ($1::bigint[]) and m.closed_at is not null and p.user_id is distinct from m.closed_by`,
});

/** Who is to resolve a market: the oracle where there is one, and its creator. */
const RESOLVERS = `(select m.id as market_id, m.creator_id as user_id from prediction_market m where m.id = any ($1::bigint[])
   union select m.id, m.oracle_id from prediction_market m where m.id = any ($1::bigint[]) and m.oracle_id is not null)`;

/** Step 0 is told when trading ends, the later ones remind of it, and from when moderators may resolve: so many days after the end. */
export const marketsNeedResolving = (
  marketIds: readonly (string | null)[],
  step: number,
  abandonedAfterDays = 0,
): Candidates => ({
  repeated: 'ONCE',
  values: [marketIds, step, abandonedAfterDays],
  query: `
    select r.user_id, 'NEEDS_RESOLVING' as kind, m.id as market_id, null::bigint as post_id, null::bigint as comment_id,
           null::bigint as actor_id, jsonb_build_object('reminder', nullif($2::int, 0), 'moderatorsFrom',
             case when $3::int > 0 and m.closed_at + make_interval(days => $3) > mesh_now()
                  then to_char((m.closed_at + make_interval(days => $3)) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') end) as figures,
           'NEEDS_RESOLVING:' || m.id || ':' || $2::int as key, 1 as times,
           case when $2::int = 0 then m.closed_at else mesh_now() end as created_at
      from ${RESOLVERS} as r join prediction_market m on m.id = r.market_id
     where m.state = 'CLOSED' and not exists (select from resolution_proposal where market_id = m.id and ended_at is null)`,
});

/** Tells everyone with something at stake what they got, from the very transfer that paid them. */
export const marketsResolved = (facts: readonly Fact[]): Candidates => ({
  repeated: 'ONCE',
  values: marketsOf(facts),
  query: `
    select s.user_id, 'MARKET_RESOLVED' as kind, r.market_id, null::bigint as post_id, null::bigint as comment_id,
           nullif(r.resolved_by, s.user_id) as actor_id,
           jsonb_build_object('payout', coalesce(paid.amount, 0), 'profit', s.received + coalesce(paid.amount, 0) - s.paid, 'verdict', ${verdictText('r')}) as figures,
           'MARKET_RESOLVED:' || r.market_id as key, 1 as times, r.created_at
      from resolution_log r join post on post.id = r.market_id
      join (select market_id, user_id, sum(paid)::bigint as paid, sum(received)::bigint as received, sum(shares_micro) as shares_micro
              from position where market_id = any ($1::bigint[]) group by market_id, user_id) as s on s.market_id = r.market_id
      left join (select t.market_id, w.user_id, sum(t.amount)::bigint as amount
              from transfer t join account w on w.id = t.credit_account_id
             where t.market_id = any ($1::bigint[]) and t.trade_seq is null and t.kind in ('PAYOUT', 'REFUND')
             group by t.market_id, w.user_id) as paid on paid.market_id = r.market_id and paid.user_id = s.user_id
     where r.market_id = any ($1::bigint[]) and r.corrects is null and (s.shares_micro > 0 or paid.amount > 0)`,
});

/** Tells holders, of markets whose closing is near. */
export const marketsCloseSoon = (marketIds: readonly string[]): Candidates => ({
  repeated: 'ONCE',
  values: [marketIds],
  query: `
    select p.user_id, 'CLOSES_SOON' as kind, m.id as market_id, null::bigint as post_id, null::bigint as comment_id,
           null::bigint as actor_id, jsonb_build_object('closesAt', to_char(m.closes_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) as figures,
           'CLOSES_SOON:' || m.id as key, 1 as times, mesh_now() as created_at
      from prediction_market m join (select distinct market_id, user_id from position where shares_micro > 0 and market_id = any ($1::bigint[])) as p
        on p.market_id = m.id
     where m.id = any ($1::bigint[])`,
});

/** Once a market is resolved nobody has to be asked for it any longer; answers whose bell shows less now. */
export const withdrawAsking = async (tx: Tx, facts: readonly Fact[]): Promise<UserId[]> => {
  const { rows } = await tx.query<{ userId: UserId }>(
    `update notification n set read_at = mesh_now()
       from prediction_market m, unnest(array[m.creator_id, m.oracle_id]) as resolver
      where m.id = any ($1::bigint[]) and n.user_id = resolver and n.read_at is null and n.market_id = m.id and n.kind = 'NEEDS_RESOLVING'
      returning n.user_id::text as "userId"`,
    [...marketsOf(facts)],
  );
  return rows.map(({ userId }) => userId);
};
