import type {
  AnswerOf,
  CommentId,
  PostId,
  ReportCase,
  ReportId,
  ReportReason,
  UserId,
  UserSummary,
} from '@mesh-markets/contract';
import { requireModerator } from '../authority/requireRole.ts';
import { decodeCursor, encodeCursor, iso, pageOf, type Reader, userJson } from '../reads/rows.ts';

interface ReportJson {
  readonly id: ReportId;
  readonly reporter: UserSummary;
  readonly reason: ReportReason;
  readonly note: string | null;
  readonly reported_text: string;
  readonly created_at: string;
}

interface CaseRow {
  readonly id: ReportId;
  readonly post_id: PostId;
  readonly type: 'TEXT' | 'PREDICTION';
  readonly question: string | null;
  readonly post_author: UserSummary;
  readonly comment_id: CommentId | null;
  readonly comment_author: UserSummary | null;
  readonly text: string;
  readonly created_at: Date;
  readonly deleted: boolean;
  readonly reports: readonly ReportJson[];
  readonly handled_at: Date | null;
  readonly handled_by: UserSummary | null;
  readonly verdict: 'DISMISSED' | 'REMOVED' | null;
  readonly open_count: number;
}

const THING = 'post_id, comment_id';

/** The SQL that picks the cases of a page: all open reports about one thing, or all that were decided together. */
const PAGES = {
  open: `
    select min(id) as id, ${THING}, null::timestamptz as handled_at, row_number() over (order by min(id)) as place
      from report where handled_at is null group by ${THING}
    having min(id) > coalesce($2::bigint, 0) and $3::timestamptz is null order by min(id) limit $1::int`,
  handled: `
    select min(id) as id, ${THING}, handled_at, row_number() over (order by handled_at desc, min(id) desc) as place
      from report where handled_at is not null and ($3::timestamptz is null or handled_at <= $3::timestamptz) group by ${THING}, handled_at
    having $3::timestamptz is null or (handled_at, min(id)) < ($3::timestamptz, $2::bigint)
     order by handled_at desc, min(id) desc limit $1::int`,
} as const;

const select = (page: string): string => `
  with found as (${page}),
  waiting as (select count(*) as open_count from (select from report where handled_at is null group by ${THING}) as things)
  select waiting.open_count, listed.* from waiting left join (
    select found.place, found.id::text as id, p.id::text as post_id, p.type, p.question, ${userJson('asker')} as post_author,
           c.id::text as comment_id, case when c.id is not null then ${userJson('speaker')} end as comment_author,
           coalesce(c.body, concat_ws(E'\\n\\n', p.question, nullif(p.body, ''))) as text, coalesce(c.created_at, p.created_at) as created_at,
           case when c.id is null then exists (select from post_removal where post_id = p.id) else c.deleted_at is not null end as deleted,
           found.handled_at, first.verdict, case when judge.id is not null then ${userJson('judge')} end as handled_by,
           (select json_agg(json_build_object('id', r.id::text, 'reporter', ${userJson('reporter')}, 'reason', r.reason, 'note', r.note,
                                              'reported_text', r.reported_text, 'created_at', r.created_at) order by r.id)
              from report r join users reporter on reporter.id = r.reporter_id
             where r.post_id = found.post_id and r.comment_id is not distinct from found.comment_id
               and r.handled_at is not distinct from found.handled_at) as reports
      from found
      join report first on first.id = found.id
      join post p on p.id = found.post_id
      join users asker on asker.id = p.author_id
      left join comment c on c.id = found.comment_id
      left join users speaker on speaker.id = c.author_id
      left join users judge on judge.id = first.handled_by) as listed on true
   order by listed.place`;

const kindOf = (row: CaseRow): ReportCase['kind'] => {
  if (row.comment_id !== null) return 'COMMENT';
  return row.type === 'TEXT' ? 'TEXT' : 'MARKET';
};

const caseOf = (row: CaseRow): ReportCase => ({
  id: row.id,
  kind: kindOf(row),
  post: {
    id: row.post_id,
    author: row.post_author,
    ...(row.question === null ? {} : { question: row.question }),
  },
  ...(row.comment_id && row.comment_author
    ? { comment: { id: row.comment_id, author: row.comment_author } }
    : {}),
  text: row.text,
  createdAt: iso(row.created_at),
  deleted: row.deleted,
  reports: row.reports.map((report) => ({
    id: report.id,
    reporter: report.reporter,
    reason: report.reason,
    ...(report.note === null ? {} : { note: report.note }),
    ...(report.reported_text === row.text ? {} : { reportedText: report.reported_text }),
    createdAt: iso(report.created_at),
  })),
  ...(row.handled_at && row.handled_by && row.verdict
    ? { handled: { at: iso(row.handled_at), by: row.handled_by, verdict: row.verdict } }
    : {}),
});

/**
 * What people reported, by the thing it is about: open cases oldest first, handled ones latest first.
 * @throws Refusal FORBIDDEN (no moderator), VALIDATION_FAILED (cursor)
 */
export const listReports = async (
  reader: Reader,
  userId: UserId,
  query: {
    readonly state: 'open' | 'handled';
    readonly cursor?: string | undefined;
    readonly limit: number;
  },
): Promise<AnswerOf<'listReports'>> => {
  await requireModerator(reader, userId);
  const { state, limit } = query;
  const [id, handledAt] =
    decodeCursor(query.cursor, ...(state === 'open' ? (['id'] as const) : (['id', 'time'] as const))) ?? [];
  const { rows } = await reader.query<CaseRow>({
    name: `list_reports_${state}`,
    text: select(PAGES[state]),
    values: [limit + 1, id ?? null, handledAt ?? null],
  });
  const { page, ...more } = pageOf(
    rows.filter((row) => row.id !== null),
    limit,
    (last) => encodeCursor(last.id, ...(last.handled_at ? [iso(last.handled_at)] : [])),
  );
  return { cases: page.map(caseOf), openCount: rows[0]!.open_count, ...more };
};
