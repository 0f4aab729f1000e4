import type { ResolverRecord, Transparency, UserSummary } from '@mesh-markets/contract';
import type { EngineSettings } from '../api.ts';
import { readChainState } from '../chain/chainChecks.ts';
import { type Reader, userJson } from '../reads/rows.ts';
import { lastAudit } from './runAudit.ts';

const MOST_RESOLVERS = 50;

interface SumsRow {
  readonly issued: number;
  readonly wallets: number;
  readonly escrows: number;
  readonly house: number;
  readonly people: number;
  readonly open: number;
  readonly closed: number;
  readonly resolved: number;
  readonly trades: number;
  readonly volume: number;
}

// A market past its time counts as closed before the job has written it, as everywhere.
const SUMS = `
  select a.*, m.*, (select count(*) from users) as people
    from (select coalesce(-sum(balance) filter (where kind = 'issuer'), 0)::bigint as issued,
                 coalesce(sum(balance) filter (where kind = 'wallet'), 0)::bigint as wallets,
                 coalesce(sum(balance) filter (where kind = 'escrow'), 0)::bigint as escrows,
                 coalesce(sum(balance) filter (where kind = 'house'), 0)::bigint as house
            from account) as a,
         (select count(*) filter (where state = 'OPEN' and closes_at > mesh_now()) as open,
                 count(*) filter (where state = 'CLOSED' or (state = 'OPEN' and closes_at <= mesh_now())) as closed,
                 count(*) filter (where state = 'RESOLVED') as resolved,
                 coalesce(sum(seq), 0)::bigint as trades, coalesce(sum(volume), 0)::bigint as volume
            from prediction_market) as m`;

interface ResolverRow {
  readonly user: UserSummary;
  readonly resolved: number;
  readonly voided: number;
  readonly paid_themselves: number;
  readonly corrected: number;
  readonly disputed: number;
  readonly overturned: number;
  readonly waiting: number;
  readonly overdue: number;
  readonly median_hours: number | null;
}

// $1: days after which a market is overdue, 0 for never.
const RESOLVERS = `
  with decided as (
    select r.resolved_by as user_id, count(*) as resolved, count(*) filter (where r.kind = 'N_A') as voided,
           count(*) filter (where exists (select from transfer t join account w on w.id = t.credit_account_id
             where t.market_id = r.market_id and t.trade_seq is null and t.kind = 'PAYOUT' and w.user_id = r.resolved_by)) as paid_themselves,
           count(*) filter (where exists (select from resolution_log c where c.corrects = r.id)) as corrected,
           percentile_cont(0.5) within group (order by extract(epoch from r.created_at - m.closed_at)) / 3600 as median_hours
      from resolution_log r join prediction_market m on m.id = r.market_id
     where r.corrects is null and r.resolved_by is not null group by 1),
  proposed as (
    select p.proposed_by as user_id, count(*) as disputed,
           count(*) filter (where p.ended_how in ('CHANGED', 'VOIDED')) as overturned
      from resolution_proposal p where exists (select from dispute d where d.proposal_id = p.id) group by 1),
  awaited as (
    select coalesce(oracle_id, creator_id) as user_id, count(*) as waiting,
           count(*) filter (where $1::int > 0 and coalesce(closed_at, closes_at) <= mesh_now() - make_interval(days => $1::int)) as overdue
      from prediction_market where state = 'CLOSED' or (state = 'OPEN' and closes_at <= mesh_now()) group by 1)
  select ${userJson('u')} as "user", coalesce(d.resolved, 0) as resolved, coalesce(d.voided, 0) as voided,
         coalesce(d.paid_themselves, 0) as paid_themselves, coalesce(d.corrected, 0) as corrected,
         coalesce(p.disputed, 0) as disputed, coalesce(p.overturned, 0) as overturned,
         coalesce(a.waiting, 0) as waiting, coalesce(a.overdue, 0) as overdue, d.median_hours::float8 as median_hours
    from decided d full join proposed p using (user_id) full join awaited a using (user_id) join users u on u.id = user_id
   order by coalesce(d.resolved, 0) desc, coalesce(a.waiting, 0) desc, u.id limit ${MOST_RESOLVERS}`;

const recordOf = (row: ResolverRow): ResolverRecord => ({
  user: row.user,
  resolved: row.resolved,
  voided: row.voided,
  paidThemselves: row.paid_themselves,
  corrected: row.corrected,
  disputed: row.disputed,
  overturned: row.overturned,
  waiting: row.waiting,
  overdue: row.overdue,
  ...(row.median_hours === null ? {} : { medianHours: Math.max(0, row.median_hours) }),
});

/** Where all credits are, when the books were last proven, and how those who decide markets have decided. For anyone to see. */
export const getTransparency = async (
  reader: Reader,
  { abandonedAfterDays }: Pick<EngineSettings, 'abandonedAfterDays'>,
): Promise<Transparency> => {
  const sums = await reader.query<SumsRow>(SUMS);
  const resolvers = await reader.query<ResolverRow>(RESOLVERS, [abandonedAfterDays]);
  const audited = await lastAudit(reader);
  const chain = await readChainState(reader);
  const { open, closed, resolved, ...rest } = sums.rows[0]!;
  return {
    ...rest,
    markets: { open, closed, resolved },
    ...(audited === undefined ? {} : { lastAudit: audited }),
    ...(chain === undefined ? {} : { chain }),
    resolvers: resolvers.rows.map(recordOf),
  };
};
