import { type AnswerOf, COMMENT_DEPTH_MAX, type CommentId } from '@mesh-markets/contract';
import { decodeCursor, encodeCursor, pageOf, type Reader, type Viewing } from '../reads/rows.ts';
import { type CommentRow, commentOf, commentSelect, noComment } from './commentRows.ts';

/** A deleted answer is shown as long as it keeps the place of others: paths below it begin like its own. */
export const visibleReply = (alias: string): string => `(${alias}.deleted_at is null or exists (
  select from comment below where below.root_id = ${alias}.root_id and below.deleted_at is null and below.path > ${alias}.path
     and below.path < ${alias}.path[:cardinality(${alias}.path) - 1] || (${alias}.path[cardinality(${alias}.path)] + 1)))`;

const LEVELS = COMMENT_DEPTH_MAX + 1;

/** Where reading goes on after an answer: its path, filled up to one length. */
export const replyCursor = ({ path }: Pick<CommentRow, 'path'>): string =>
  encodeCursor(...path, ...Array<number>(LEVELS - path.length).fill(0));

/**
 * What answers the first comment of a thread, in the order of reading. A path never changes, so nothing is skipped or
 * repeated however much is answered meanwhile. @throws Refusal NOT_FOUND, VALIDATION_FAILED (cursor)
 */
export const listReplies = async (
  reader: Reader,
  id: CommentId,
  query: { cursor?: string | undefined; limit: number },
  viewer: Viewing,
): Promise<AnswerOf<'listReplies'>> => {
  const after =
    decodeCursor(query.cursor, ...Array<'id'>(LEVELS).fill('id'))?.filter((step) => step !== '0') ?? null;
  const { rows } = await reader.query<{ [Column in keyof CommentRow]: CommentRow[Column] | null }>({
    name: 'list_replies',
    text: `
      select listed.* from comment first left join (
        select shown.path as place, row.* from (
          select r.id, r.path from comment r
           where r.root_id = $2 and r.parent_id is not null and r.path > coalesce($3::bigint[], '{}') and ${visibleReply('r')}
           order by r.path limit $4::int) as shown,
          lateral (${commentSelect} where c.id = shown.id) as row) as listed on true
       where first.id = $2 and first.parent_id is null order by listed.place`,
    values: [viewer ?? null, id, after, query.limit + 1],
  });
  if (rows.length === 0) throw noComment();
  const answers = rows.filter((row) => row.id !== null) as CommentRow[];
  const { page, ...more } = pageOf(answers, query.limit, replyCursor);
  return { replies: page.map((row) => commentOf(row, viewer)), ...more };
};
