import type { AnswerOf, MarketId, UserId, UserSummary, WaitingMarket } from '@mesh-markets/contract';
import type { EngineSettings } from '../api.ts';
import { requireModerator } from '../authority/requireRole.ts';
import { decodeCursor, encodeCursor, iso, pageOf, type Reader, userJson } from '../reads/rows.ts';
import { hasStake } from '../resolution/requireNoPosition.ts';

interface WaitingRow {
  readonly id: MarketId;
  readonly question: string;
  readonly closed_at: Date;
  /** The same to the microsecond, for the cursor: a closing time is as fine as somebody wrote it. */
  readonly place: string;
  readonly creator: UserSummary;
  readonly oracle: UserSummary | null;
  readonly asked: UserSummary | null;
  readonly trader_count: number;
  readonly escrow: number;
  readonly abandoned: boolean;
  readonly proposed: boolean;
  readonly conflict: boolean;
}

const person = (column: string): string =>
  `(select ${userJson('who')} from users who where who.id = m.${column})`;

// $1 whoever asks, $2 and $3 the place in the list, $4 days, $5 rows.
const SQL = `
  select m.id::text as id, words.question, m.closed_at,
         to_char(m.closed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as place,
         ${person('creator_id')} as creator, ${person('oracle_id')} as oracle, ${person('asked_oracle_id')} as asked,
         m.trader_count, escrow.balance as escrow,
         $4::int > 0 and m.closed_at <= mesh_now() - make_interval(days => $4::int) as abandoned,
         exists (select from resolution_proposal p where p.market_id = m.id and p.ended_at is null) as proposed,
         coalesce($1::bigint in (m.creator_id, m.oracle_id), false) or ${hasStake('m.id', '$1')} as conflict
    from (select id, closed_at, creator_id, oracle_id, asked_oracle_id, trader_count from prediction_market
           where state = 'CLOSED' and (closed_at, id) > (coalesce($2::timestamptz, '-infinity'), coalesce($3::bigint, 0))
           order by closed_at, id limit $5) as m
    join post words on words.id = m.id
    join account escrow on escrow.market_id = m.id
   order by m.closed_at, m.id`;

const waitingOf = (row: WaitingRow): WaitingMarket => ({
  market: { id: row.id, question: row.question },
  closedAt: iso(row.closed_at),
  creator: row.creator,
  ...(row.oracle === null ? {} : { oracle: row.oracle }),
  ...(row.asked === null ? {} : { askedOracle: row.asked }),
  traderCount: row.trader_count,
  escrow: row.escrow,
  abandoned: row.abandoned,
  proposed: row.proposed,
  hasConflict: row.conflict,
});

/** Closed markets that nobody has resolved, the oldest first. @throws Refusal FORBIDDEN, VALIDATION_FAILED (cursor) */
export const listWaiting = async (
  reader: Reader,
  { abandonedAfterDays }: Pick<EngineSettings, 'abandonedAfterDays'>,
  by: UserId,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<AnswerOf<'listWaiting'>> => {
  await requireModerator(reader, by);
  const [at = null, id = null] = decodeCursor(cursor, 'time', 'id') ?? [];
  const { rows } = await reader.query<WaitingRow>({
    name: 'list_waiting',
    text: SQL,
    values: [by, at, id, abandonedAfterDays, limit + 1],
  });
  const { page, ...more } = pageOf(rows, limit, (last) => encodeCursor(last.place, last.id));
  return { markets: page.map(waitingOf), ...more };
};
