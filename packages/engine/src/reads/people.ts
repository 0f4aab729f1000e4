import type { LeaderboardRow, Me, Profile, UserId, UserSummary } from '@mesh-markets/contract';
import { Refusal } from '../refusal.ts';
import { getFeedOf } from './posts.ts';
import { beginsWith, iso, type Reader, userJson, type Viewing } from './rows.ts';

const PROFILE_POSTS = 20;
const FOUND_USERS = 10;

/** @throws Refusal NOT_FOUND */
export const getMe = async (reader: Reader, userId: UserId): Promise<Me> => {
  const { rows } = await reader.query<Omit<Me, 'createdAt'> & { created_at: Date }>(
    `select u.id::text as id, u.handle, u.name, coalesce(a.email, '') as email, u.role, w.balance, u.created_at
       from users u join account w on w.user_id = u.id left join auth_user a on a.id = u.auth_user_id where u.id = $1`,
    [userId],
  );
  if (!rows[0]) throw new Refusal('NOT_FOUND', 'There is no such account.');
  const { created_at, ...me } = rows[0];
  return { ...me, createdAt: iso(created_at) };
};

/** People whose handle or name begins with the query. */
export const findUsers = async (reader: Reader, query: string): Promise<{ users: UserSummary[] }> => {
  const { rows } = await reader.query<{ user: UserSummary }>(
    `select ${userJson('u')} as "user" from users u
      where u.handle like $1 or lower(u.name) like $1 order by u.handle limit ${FOUND_USERS}`,
    [beginsWith(query.toLowerCase())],
  );
  return { users: rows.map((row) => row.user) };
};

// Trading profit: what came out of markets and what open positions are worth now, less what went in.
const PROFITS = `
  with traded as (
    select p.user_id, sum(p.received - p.paid) as net, sum(p.paid + p.received) as volume, count(distinct p.market_id) as markets,
           sum(case when m.state = 'RESOLVED' then 0 else floor(p.shares_micro * last.probabilities[p.outcome + 1] / 1e6) end)::bigint as value
      from position p join prediction_market m on m.id = p.market_id join trade last on last.market_id = m.id and last.seq = m.seq
     where $1::bigint is null or p.user_id = $1::bigint
     group by p.user_id),
  paid_out as (
    select w.user_id, sum(t.amount) as amount from transfer t join account w on w.id = t.credit_account_id
     where t.trade_seq is null and t.kind in ('PAYOUT', 'REFUND') and w.user_id is not null and ($1::bigint is null or w.user_id = $1::bigint)
     group by w.user_id)
  select traded.user_id, (traded.net + traded.value + coalesce(paid_out.amount, 0))::bigint as profit, traded.volume::bigint as volume, traded.markets
    from traded left join paid_out on paid_out.user_id = traded.user_id`;

/** People who have traded, by trading profit. */
export const getLeaderboard = async (reader: Reader, limit: number): Promise<{ rows: LeaderboardRow[] }> => {
  const { rows } = await reader.query<{ user: UserSummary; profit: number; volume: number; markets: number }>(
    `select ${userJson('u')} as "user", ranked.profit, ranked.volume, ranked.markets
       from (${PROFITS}) as ranked join users u on u.id = ranked.user_id order by ranked.profit desc, u.id limit $2`,
    [null, limit],
  );
  return {
    rows: rows.map(({ user, profit, volume, markets }, i) => ({
      rank: i + 1,
      user,
      profit,
      volume,
      marketsTraded: markets,
    })),
  };
};

interface ProfileRow {
  readonly id: UserId;
  readonly user: UserSummary;
  readonly joined: Date;
  readonly created: number;
  readonly trades: number;
  readonly profit: number | null;
  readonly volume: number | null;
  readonly markets: number | null;
  readonly calibration: [bin: number, trades: number, forecast: number, happened: number][] | null;
}

/** A person: statistics, how their purchases in resolved markets turned out, latest posts. @throws Refusal NOT_FOUND */
export const getProfile = async (reader: Reader, handle: string, viewer: Viewing): Promise<Profile> => {
  const found = await reader.query<{ id: UserId }>('select id::text as id from users where handle = $1', [
    handle,
  ]);
  const id = found.rows[0]?.id;
  if (id === undefined) throw new Refusal('NOT_FOUND', 'There is nobody with that handle.');
  const { rows } = await reader.query<ProfileRow>(
    `with mine as (
       select t.outcome, t.shares_micro, t.probabilities[t.outcome + 1] as forecast, r.kind, r.outcome as resolved
         from (select distinct market_id from position where user_id = $1) as entered
         join trade t on t.market_id = entered.market_id and t.user_id = $1
         left join resolution_log r on r.market_id = t.market_id),
     bins as (
       select least(floor(forecast * 10), 9)::int as bin, count(*) as trades, avg(forecast) as forecast,
              avg((outcome = resolved)::int)::float8 as happened
         from mine where kind = 'OUTCOME' and shares_micro > 0 group by 1)
     select u.id::text as id, ${userJson('u')} as "user", u.created_at as joined,
            (select count(*) from prediction_market where creator_id = u.id) as created, (select count(*) from mine) as trades,
            totals.profit, totals.volume, totals.markets,
            (select json_agg(json_build_array(bin, trades, forecast, happened) order by bin) from bins) as calibration
       from users u left join (${PROFITS}) as totals on totals.user_id = u.id where u.id = $1::bigint`,
    [id],
  );
  const row = rows[0]!;
  return {
    user: row.user,
    joinedAt: iso(row.joined),
    stats: {
      marketsCreated: row.created,
      marketsTraded: row.markets ?? 0,
      trades: row.trades,
      volume: row.volume ?? 0,
      profit: row.profit ?? 0,
    },
    calibration: (row.calibration ?? []).map(([bin, trades, meanForecast, happened]) => ({
      from: bin / 10,
      trades,
      meanForecast,
      happened,
    })),
    posts: await getFeedOf(reader, id, PROFILE_POSTS, viewer),
  };
};
