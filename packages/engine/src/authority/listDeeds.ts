import type { AnswerOf, Deed, DeedId, DeedKind, PostId, UserId, UserSummary } from '@mesh-markets/contract';
import { requireAdmin } from '../analytics/requireAdmin.ts';
import { decodeCursor, encodeCursor, iso, pageOf, type Reader, userJson } from '../reads/rows.ts';

interface DeedRow {
  readonly id: DeedId;
  readonly kind: DeedKind;
  readonly created_at: Date;
  readonly actor: UserSummary | null;
  readonly concerned: UserSummary | null;
  readonly post_id: PostId | null;
  readonly question: string | null;
  readonly detail: string | null;
}

const deedOf = (row: DeedRow): Deed => ({
  id: row.id,
  kind: row.kind,
  at: iso(row.created_at),
  ...(row.actor === null ? {} : { by: row.actor }),
  ...(row.concerned === null ? {} : { user: row.concerned }),
  ...(row.post_id === null
    ? {}
    : { post: { id: row.post_id, ...(row.question === null ? {} : { question: row.question }) } }),
  ...(row.detail === null ? {} : { detail: row.detail }),
});

/** What moderators and admins did, latest first. @throws Refusal FORBIDDEN (no admin), VALIDATION_FAILED (cursor) */
export const listDeeds = async (
  reader: Reader,
  by: UserId,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<AnswerOf<'listDeeds'>> => {
  await requireAdmin(reader, by);
  const { rows } = await reader.query<DeedRow>({
    name: 'list_deeds',
    text: `select d.id::text as id, d.kind, d.created_at, d.detail, d.post_id::text as post_id, p.question,
                  case when actor.id is not null then ${userJson('actor')} end as actor,
                  case when concerned.id is not null then ${userJson('concerned')} end as concerned
             from (select * from deed_log where id < coalesce($1::bigint, ${Number.MAX_SAFE_INTEGER}) order by id desc limit $2::int) as d
             left join users actor on actor.id = d.actor_id left join users concerned on concerned.id = d.user_id
             left join post p on p.id = d.post_id
            order by d.id desc`,
    values: [decodeCursor(cursor, 'id')?.[0] ?? null, limit + 1],
  });
  const { page, ...more } = pageOf(rows, limit, (last) => encodeCursor(last.id));
  return { deeds: page.map(deedOf), ...more };
};
