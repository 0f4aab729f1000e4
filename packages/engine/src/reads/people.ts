import type { CreatedMarket, Me, OwnBan, Profile, UserId, UserSummary } from '@mesh-markets/contract';
import { IN_FORCE } from '../authority/bans.ts';
import { Refusal } from '../refusal.ts';
import { resolvedOutcome } from '../resolution/resolutionRows.ts';
import { getFeedOf } from './posts.ts';
import { beginsWith, iso, type Reader, type Sight, userJson, type Viewing } from './rows.ts';

const PROFILE_POSTS = 20;
const PROFILE_MARKETS = 20;
const FOUND_USERS = 10;

type OwnBanJson = Omit<OwnBan, 'until'> & { readonly until: string | null };

/** @throws Refusal NOT_FOUND */
export const getMe = async (reader: Reader, userId: UserId): Promise<Me> => {
  const { rows } = await reader.query<
    Omit<Me, 'createdAt' | 'bans'> & { created_at: Date; bans: OwnBanJson[] | null }
  >(
    `select u.id::text as id, u.handle, u.name, coalesce(a.email, '') as email, coalesce(a.email_verified, true) as "emailVerified", u.role, w.balance, u.is_bot as bot, u.created_at,
            (select json_agg(json_build_object('id', b.id::text, 'scope', b.scope, 'reason', b.reason, 'until', b.until) order by b.id)
               from ban b where b.user_id = u.id and ${IN_FORCE}) as bans
       from users u join account w on w.user_id = u.id left join auth_user a on a.id = u.auth_user_id where u.id = $1`,
    [userId],
  );
  if (!rows[0]) throw new Refusal('NOT_FOUND', 'There is no such account.');
  const { created_at, bans, ...me } = rows[0];
  return {
    ...me,
    ...(bans === null
      ? {}
      : {
          bans: bans.map(({ until, ...ban }) => ({
            ...ban,
            ...(until === null ? {} : { until: iso(until) }),
          })),
        }),
    createdAt: iso(created_at),
  };
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

interface CreatedJson {
  readonly id: CreatedMarket['id'];
  readonly question: string;
  readonly type: CreatedMarket['type'];
  readonly state: CreatedMarket['state'];
  readonly kind: 'OUTCOME' | 'WEIGHTED' | 'N_A' | null;
  readonly resolved: number | null;
  readonly at: string;
  readonly traders: number;
  readonly volume: number;
}

interface ProfileRow {
  readonly user: UserSummary;
  readonly joined: Date;
  readonly bot: boolean;
  readonly created_count: number;
  readonly traded: number;
  readonly unrealised: number;
  readonly trades: number;
  readonly volume: number;
  readonly realised: number;
  readonly resolved: number;
  readonly won: number;
  readonly scored: number;
  readonly purchases: number;
  readonly score_micro: number;
  readonly calibration: [bin: number, purchases: number, forecast: number, happened: number][];
  readonly created: CreatedJson[];
}

// What was made and traded is in the statistics. Of what is held, the cost is there too; its worth is of this moment. Purchases in markets
// that a person decides themselves say nothing about how well they foresee.
const PROFILE = `
  with held as (
    select count(distinct p.market_id) as markets,
           coalesce(sum(floor(b.shares_micro * (case when last.probabilities[b.outcome + 1] < 1e-18 then 0 else last.probabilities[b.outcome + 1] end) / 1e6) - b.basis), 0)::bigint as unrealised
      from position p
      join prediction_market m on m.id = p.market_id
      left join trade last on m.state <> 'RESOLVED' and last.market_id = m.id and last.seq = m.seq
      left join position_basis b on m.state <> 'RESOLVED' and b.market_id = p.market_id and b.user_id = p.user_id and b.outcome = p.outcome
     where p.user_id = $1)
  select ${userJson('u')} as "user", u.created_at as joined, u.is_bot as bot,
         (select count(*) from prediction_market where creator_id = u.id) as created_count,
         held.markets as traded, held.unrealised,
         coalesce(made.trades + made.own_trades, 0) as trades, coalesce(made.volume + made.own_volume, 0) as volume,
         coalesce(made.realised + made.own_realised, 0) as realised,
         coalesce(result.markets + result.own_markets, 0) as resolved, coalesce(result.won + result.own_won, 0) as won,
         coalesce(result.scored, 0) as scored, coalesce(result.purchases, 0) as purchases, coalesce(result.score_micro, 0) as score_micro,
         coalesce((select json_agg(json_build_array(bin, purchases, probability_micro::float8 / purchases / 1e6, happened::float8 / purchases) order by bin)
                     from forecast_bin where user_id = u.id and not own_market), '[]') as calibration,
         coalesce((select json_agg(c) from (
            select m.id::text as id, words.question, m.type,
                   case when m.state = 'OPEN' and m.closes_at <= mesh_now() then 'CLOSED' else m.state end as state,
                   r.kind, r.outcome as resolved, m.created_at as at, m.trader_count as traders, m.volume
              from prediction_market m join post words on words.id = m.id left join current_resolution r on r.market_id = m.id
             where m.creator_id = u.id order by m.id desc limit ${PROFILE_MARKETS}) as c), '[]') as created
    from users u cross join held
    left join profit_period made on made.user_id = u.id and made.period = 'ALL' and made.starts = date '1970-01-01'
    left join result_total result on result.user_id = u.id
   where u.id = $1`;

const createdOf = ({ kind, resolved, at, traders, ...market }: CreatedJson): CreatedMarket => ({
  ...market,
  createdAt: iso(at),
  traderCount: traders,
  ...(kind === null ? {} : { outcome: resolvedOutcome(market.type, kind, resolved) }),
});

const NOTHING_TRADED: Profile['stats'] = {
  marketsCreated: 0,
  marketsTraded: 0,
  trades: 0,
  volume: 0,
  realised: 0,
  profit: 0,
  resolved: 0,
  won: 0,
};

/** A person: statistics, how their purchases in resolved markets turned out, latest markets and posts. @throws Refusal NOT_FOUND */
export const getProfile = async (
  reader: Reader,
  handle: string,
  viewer: Viewing,
  sight: Sight,
): Promise<Profile> => {
  const found = await reader.query<{ id: UserId }>('select id::text as id from users where handle = $1', [
    handle,
  ]);
  const id = found.rows[0]?.id;
  if (id === undefined) throw new Refusal('NOT_FOUND', 'There is nobody with that handle.');
  const { rows } = await reader.query<ProfileRow>(PROFILE, [id]);
  const row = rows[0]!;
  const person = {
    user: row.user,
    joinedAt: iso(row.joined),
    bot: row.bot,
    posts: await getFeedOf(reader, id, PROFILE_POSTS, viewer, sight),
  };
  if (!sight.markets) return { ...person, stats: NOTHING_TRADED, calibration: [], created: [] };
  return {
    ...person,
    stats: {
      marketsCreated: row.created_count,
      marketsTraded: row.traded,
      trades: row.trades,
      volume: row.volume,
      realised: row.realised,
      profit: row.realised + row.unrealised,
      resolved: row.resolved,
      won: row.won,
    },
    ...(row.scored > 0 && {
      forecast: {
        brier: row.score_micro / row.scored / 1e6,
        markets: row.scored,
        purchases: row.purchases,
      },
    }),
    calibration: row.calibration.map(([bin, purchases, meanForecast, happened]) => ({
      from: bin / 10,
      purchases,
      meanForecast,
      happened,
    })),
    created: row.created.map(createdOf),
  };
};
