import type { CommentId, PostId, ReportReason, UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { Refusal } from '../refusal.ts';
import { type Tx, transaction } from '../transaction.ts';
import { lockComment, type OneComment } from './changeComment.ts';
import { noComment } from './commentRows.ts';

interface Complaint {
  readonly reason: ReportReason;
  readonly note?: string | undefined;
}

interface Reported extends Complaint {
  readonly postId: PostId;
  readonly commentId: CommentId | null;
  readonly userId: UserId;
  readonly text: string;
}

/** Once per person and thing: whoever reports again has said so already. */
const writeReport = (tx: Tx, report: Reported): Promise<unknown> =>
  tx.query(
    `insert into report (post_id, comment_id, reporter_id, reason, note, reported_text) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [report.postId, report.commentId, report.userId, report.reason, report.note ?? null, report.text],
  );

/** Tells the admins about a comment. @throws Refusal NOT_FOUND, FORBIDDEN (an own comment) */
export const reportComment = (pool: Pool, command: OneComment & Complaint): Promise<null> =>
  transaction(pool, async (tx) => {
    const { id, userId, reason, note } = command;
    const comment = await lockComment(tx, command);
    if (comment.deleted) throw noComment();
    if (comment.authorId === userId)
      throw new Refusal('FORBIDDEN', 'This comment is yours. You can delete it.');
    await writeReport(tx, {
      postId: comment.postId,
      commentId: id,
      userId,
      reason,
      note,
      text: comment.body,
    });
    return null;
  });

/** Tells the admins about a text or a market. @throws Refusal NOT_FOUND, FORBIDDEN (an own post) */
export const reportPost = (
  pool: Pool,
  command: Complaint & { readonly userId: UserId; readonly postId: PostId },
): Promise<null> =>
  transaction(pool, async (tx) => {
    const { postId, userId, reason, note } = command;
    const { rows } = await tx.query<{ authorId: UserId; text: string }>(
      `select author_id::text as "authorId", concat_ws(E'\\n\\n', question, nullif(body, '')) as text from post
        where id = $1 and not exists (select from post_removal where post_id = $1)`,
      [postId],
    );
    const post = rows[0];
    if (!post) throw new Refusal('NOT_FOUND', 'There is no such post.');
    if (post.authorId === userId) throw new Refusal('FORBIDDEN', 'This post is yours.');
    await writeReport(tx, { postId, commentId: null, userId, reason, note, text: post.text });
    return null;
  });
