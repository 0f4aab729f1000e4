import type { CommentId, PostId, ReportId, ReportVerdict, UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { requireModerator } from '../authority/requireRole.ts';
import { writeDeed } from '../authority/writeDeed.ts';
import { Refusal } from '../refusal.ts';
import { type Tx, transaction } from '../transaction.ts';
import { markDeleted } from './changeComment.ts';
import { lockDiscussion } from './locks.ts';

interface Reported {
  readonly postId: PostId;
  readonly commentId: CommentId | null;
  readonly type: 'TEXT' | 'PREDICTION';
  readonly authorId: UserId;
}

const findReported = async (tx: Tx, id: ReportId): Promise<Reported> => {
  const { rows } = await tx.query<Reported>(
    `select r.post_id::text as "postId", r.comment_id::text as "commentId", p.type,
            coalesce(c.author_id, p.author_id)::text as "authorId"
       from report r join post p on p.id = r.post_id left join comment c on c.id = r.comment_id where r.id = $1`,
    [id],
  );
  if (!rows[0]) throw new Refusal('NOT_FOUND', 'There is no such report.');
  return rows[0];
};

/** What is gone already stays gone. @throws Refusal FORBIDDEN for a market */
const takeDown = async (tx: Tx, { postId, commentId, type }: Reported, userId: UserId): Promise<void> => {
  if (commentId !== null) {
    await markDeleted(tx, { id: commentId, userId });
    return;
  }
  if (type === 'PREDICTION') {
    throw new Refusal(
      'FORBIDDEN',
      'People hold shares in this market, so it cannot be removed. Close it and resolve it as N/A instead.',
    );
  }
  await tx.query('insert into post_removal (post_id, removed_by) values ($1, $2) on conflict do nothing', [
    postId,
    userId,
  ]);
};

/**
 * Decides every open report about the same thing at once.
 * @throws Refusal FORBIDDEN (no moderator; a market), NOT_FOUND, ALREADY_HANDLED
 */
export const handleReport = (
  pool: Pool,
  command: { readonly userId: UserId; readonly id: ReportId; readonly verdict: ReportVerdict },
): Promise<{ postId: PostId }> =>
  transaction(pool, async (tx) => {
    const { userId, id, verdict } = command;
    await requireModerator(tx, userId);
    const reported = await findReported(tx, id);
    // Two of them may decide at once; the second finds it decided.
    await lockDiscussion(tx, reported.postId);
    if (verdict === 'REMOVE') await takeDown(tx, reported, userId);
    // One moment for all of them: they are listed together by it, and the clock would go on between two rows.
    const { rowCount } = await tx.query(
      `update report set handled_at = (select mesh_now()), handled_by = $3, verdict = $4
        where post_id = $1 and comment_id is not distinct from $2::bigint and handled_at is null`,
      [reported.postId, reported.commentId, userId, verdict === 'REMOVE' ? 'REMOVED' : 'DISMISSED'],
    );
    if (rowCount === 0) throw new Refusal('ALREADY_HANDLED');
    await writeDeed(tx, {
      kind: verdict === 'REMOVE' ? 'REPORT_UPHELD' : 'REPORT_DISMISSED',
      by: userId,
      userId: reported.authorId,
      postId: reported.postId,
      detail: reported.commentId === null ? undefined : 'About a comment.',
    });
    return { postId: reported.postId };
  });
