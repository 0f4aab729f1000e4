import type { Dashboard, UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { iso } from '../reads/rows.ts';
import { requireAdmin } from './requireAdmin.ts';

/** All of the dashboard but what only the server process knows. */
export type DashboardFigures = Omit<Dashboard, 'tradeLatency'>;

interface Row extends Omit<DashboardFigures, 'outbox' | 'segment'> {
  readonly outbox: Omit<DashboardFigures['outbox'], 'oldestAt'> & { readonly oldestAt: string | null };
  readonly segment: {
    readonly behind: number;
    readonly sentAt: string | null;
    readonly problem: string | null;
  } | null;
}

const DASHBOARD = `
  with span as (
    select generate_series(today - ($1::int - 1), today, interval '1 day')::date as day
      from (select (mesh_now() at time zone 'UTC')::date as today) as now),
  start as (select min(day) as day, min(day)::timestamp at time zone 'UTC' as moment from span),
  interest as (
    select day, sum(shares_micro) over (order by day) as shares_micro, trades, volume, traders from trade_day),
  arrived as (
    select (created_at at time zone 'UTC')::date as day, count(*) as people from users where created_at >= (select moment from start) group by 1),
  asked as (
    select (created_at at time zone 'UTC')::date as day, count(*) as markets
      from prediction_market where created_at >= (select moment from start) group by 1),
  figures as (
    select s.day::text as day, coalesce(i.trades, 0) as trades, coalesce(i.volume, 0) as volume, coalesce(i.traders, 0) as traders,
           coalesce((select shares_micro from interest b where b.day <= s.day order by b.day desc limit 1), 0)::float8 / 1000000 as "openInterest",
           coalesce(a.people, 0) as "signUps", coalesce(q.markets, 0) as markets
      from span s left join interest i on i.day = s.day left join arrived a on a.day = s.day left join asked q on q.day = s.day),
  recent as (select state, count(*) as n from webhook_delivery where created_at >= mesh_now() - interval '1 day' group by state)
  select
    (select json_agg(figures order by day) from figures) as days,
    (select count(*) from (select from trader_day where day >= (select day from start) group by user_id) as someone)::int as traders,
    (select count(*) from users)::int as people,
    (select coalesce(sum(shares_micro), 0)::float8 / 1000000 from trade_day) as "openInterest",
    (select json_build_object('open', count(*) filter (where state = 'OPEN' and closes_at > mesh_now()),
                              'awaiting', count(*) filter (where state = 'CLOSED' or (state = 'OPEN' and closes_at <= mesh_now())),
                              'resolved', count(*) filter (where state = 'RESOLVED'))
       from prediction_market) as markets,
    (select json_build_object('issued', coalesce(-sum(balance) filter (where kind = 'issuer'), 0),
                              'wallets', coalesce(sum(balance) filter (where kind = 'wallet'), 0),
                              'escrows', coalesce(sum(balance) filter (where kind = 'escrow'), 0),
                              'house', coalesce(sum(balance) filter (where kind = 'house'), 0))
       from account) as credits,
    (select json_build_object('waiting', count(*), 'failed', count(*) filter (where attempts > 0), 'oldestAt', min(created_at),
                              'problems', coalesce((select json_agg(json_build_object('kind', kind, 'problem', problem, 'attempts', attempts))
                                 from (select * from outbox where attempts > 0 order by id limit 5) as worst), '[]'))
       from outbox) as outbox,
    (select json_build_object('delivered', coalesce(sum(n) filter (where state = 'DELIVERED'), 0),
                              'pending', coalesce(sum(n) filter (where state = 'PENDING'), 0),
                              'failed', coalesce(sum(n) filter (where state = 'FAILED'), 0)) from recent) as deliveries,
    (select json_build_object('behind', (select count(*) from analytics_event where id > s.last_event_id and type <> 'test'),
                              'sentAt', sent_at, 'problem', problem) from event_sink s) as segment`;

/** What an operator wants to know, by day of UTC. @throws Refusal FORBIDDEN */
export const getDashboard = async (pool: Pool, userId: UserId, days: number): Promise<DashboardFigures> => {
  await requireAdmin(pool, userId);
  const { rows } = await pool.query<Row>({ name: 'dashboard', text: DASHBOARD, values: [days] });
  const { outbox, segment, ...figures } = rows[0]!;
  const { oldestAt, ...waiting } = outbox;
  return {
    ...figures,
    outbox: { ...waiting, ...(oldestAt !== null && { oldestAt: iso(oldestAt) }) },
    ...(segment && {
      segment: {
        behind: segment.behind,
        ...(segment.sentAt !== null && { sentAt: iso(segment.sentAt) }),
        ...(segment.problem !== null && { problem: segment.problem }),
      },
    }),
  };
};
