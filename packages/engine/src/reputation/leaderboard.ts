import {
  type AnswerOf,
  type CalibrationRow,
  type CreatorRow,
  type Leaderboard,
  MIN_SCORED_MARKETS,
  type ProfitRow,
  type Routes,
  type UserId,
} from '@mesh-markets/contract';
import type { z } from 'zod';
import { decodeCursor, encodeCursor, iso, type Reader, userJson } from '../reads/rows.ts';

type Query = z.output<Routes['getLeaderboard']['query']>;

/*
 * Each board answers (user_id, score bigint, a, b): people by descending score, with the figures shown beside it. $1 says whether what
 * people did in markets that they decide themselves counts, $2 whether bots do. Each reads one row per person, or per market.
 */

/** The ways in which a board may be asked for, as rows; `starts` is when the week or month began. */
const SPANS = {
  week: { period: 'WEEK', starts: `date_trunc('week', mesh_now() at time zone 'UTC')::date` },
  month: { period: 'MONTH', starts: `date_trunc('month', mesh_now() at time zone 'UTC')::date` },
  all: { period: 'ALL', starts: `date '1970-01-01'` },
} as const;

const profitBoard = ({ period, starts }: (typeof SPANS)[Query['period']]): string => `
  select * from (
    select p.user_id, p.realised + case when $1 then p.own_realised else 0 end as score,
           p.volume + case when $1 then p.own_volume else 0 end as a, p.trades + case when $1 then p.own_trades else 0 end as b
      from profit_period p join users u on u.id = p.user_id
     where p.period = '${period}' and p.starts = ${starts} and ($2 or not u.is_bot)) as made
   where score <> 0 or b > 0`;

// A smaller score is better, so its negative is ranked.
const CALIBRATION_BOARD = `
  select user_id, -(score_micro / scored) as score, scored as a, purchases as b from (
    select t.user_id, t.score_micro + case when $1 then t.own_score_micro else 0 end as score_micro,
           t.scored + case when $1 then t.own_scored else 0 end as scored, t.purchases + case when $1 then t.own_purchases else 0 end as purchases
      from result_total t join users u on u.id = t.user_id where $2 or not u.is_bot) as seen
   where scored >= ${MIN_SCORED_MARKETS}`;

const CREATOR_BOARD = `
  select * from (
  select m.creator_id as user_id,
         sum(m.trader_count - case when $1 then 0 else coalesce(p.creator_traded::int + p.oracle_traded::int, 0) end)::bigint as score,
         sum(m.volume - case when $1 then 0 else coalesce(p.own_volume, 0) end)::bigint as a, count(*) as b
    from prediction_market m left join market_projection p on p.market_id = m.id join users u on u.id = m.creator_id
   where $2 or not u.is_bot
   group by m.creator_id) as asked where score > 0`;

interface BoardRow {
  readonly part: 'page' | 'you';
  readonly rank: number;
  readonly user: ProfitRow['user'];
  readonly bot: boolean;
  readonly userId: number;
  readonly score: number;
  readonly a: number;
  readonly b: number;
}

/** A page of a board, and the viewer's own row wherever it is: one query. */
const readBoard = async (
  reader: Reader,
  board: string,
  { cursor, limit, ownMarkets, bots }: Query,
  viewer: UserId | undefined,
) => {
  const [afterScore, afterUser] = decodeCursor(cursor, 'whole', 'id') ?? [null, null];
  const { rows } = await reader.query<BoardRow>(
    `with board as (${board}),
     ranked as (select *, rank() over (order by score desc) as rank from board),
     shown as (
       (select 'page' as part, * from ranked
         where $3::bigint is null or score < $3 or (score = $3 and user_id > $4::bigint)
         order by score desc, user_id limit $5)
       union all
       select 'you', * from ranked where user_id = $6::bigint)
     select s.part, s.rank, ${userJson('u')} as "user", u.is_bot as bot, s.user_id as "userId", s.score, s.a, s.b
       from shown s join users u on u.id = s.user_id order by s.part, s.score desc, s.user_id`,
    [ownMarkets, bots, afterScore, afterUser, limit + 1, viewer ?? null],
  );
  const page = rows.filter(({ part }) => part === 'page');
  const last = page.length > limit ? page[limit - 1]! : undefined;
  return {
    rows: page.slice(0, limit),
    you: rows.find(({ part }) => part === 'you'),
    nextCursor: last && encodeCursor(last.score, last.userId),
  };
};

type ReadPage = Awaited<ReturnType<typeof readBoard>>;

const pageWith = <Row>({ rows, you, nextCursor }: ReadPage, rowOf: (row: BoardRow) => Row) => ({
  rows: rows.map(rowOf),
  ...(you && { you: rowOf(you) }),
  ...(nextCursor !== undefined && { nextCursor }),
});

const headOf = ({ rank, user, bot }: BoardRow) => ({ rank, user, bot });

const profitRow = (row: BoardRow): ProfitRow => ({
  ...headOf(row),
  profit: row.score,
  volume: row.a,
  trades: row.b,
});

const calibrationRow = (row: BoardRow): CalibrationRow => ({
  ...headOf(row),
  brier: -row.score / 1e6,
  markets: row.a,
  purchases: row.b,
});

const creatorRow = (row: BoardRow): CreatorRow => ({
  ...headOf(row),
  traders: row.score,
  volume: row.a,
  markets: row.b,
});

const sinceOf = async (reader: Reader, starts: string): Promise<string> => {
  const { rows } = await reader.query<{ since: Date }>(
    `select (${starts})::timestamp at time zone 'UTC' as since`,
  );
  return iso(rows[0]!.since);
};

/** People by what they made, by how often they were right, or by whom their markets attracted. @throws Refusal VALIDATION_FAILED (cursor) */
export const getLeaderboard = async (
  reader: Reader,
  query: Query,
  viewer: UserId | undefined,
): Promise<AnswerOf<'getLeaderboard'>> => {
  const { board, period } = query;
  if (board === 'calibration')
    return { board, ...pageWith(await readBoard(reader, CALIBRATION_BOARD, query, viewer), calibrationRow) };
  if (board === 'creators')
    return { board, ...pageWith(await readBoard(reader, CREATOR_BOARD, query, viewer), creatorRow) };
  const span = SPANS[period];
  const answer: Leaderboard = {
    board,
    period,
    ...(period !== 'all' && { since: await sinceOf(reader, span.starts) }),
    ...pageWith(await readBoard(reader, profitBoard(span), query, viewer), profitRow),
  };
  return answer;
};
