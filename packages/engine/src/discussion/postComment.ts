import type { Comment, CommentId, PostId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import type { Command, Written } from '../api.ts';
import { requireNotBanned } from '../authority/bans.ts';
import { once } from '../idempotency.ts';
import { lockWallet } from '../locks.ts';
import { Refusal } from '../refusal.ts';
import { type Tx, transaction } from '../transaction.ts';
import { noComment, readComment } from './commentRows.ts';
import { lockDiscussion } from './locks.ts';
import { writeMentions } from './mentions.ts';

export interface PostComment extends Command {
  readonly postId: PostId;
  readonly body: string;
  /** The comment it answers. */
  readonly parentId?: CommentId | undefined;
  /** A trade of the author in this market that it stands by. */
  readonly tradeSeq?: number | undefined;
}

const assertNotRemoved = async (tx: Tx, { postId }: PostComment): Promise<void> => {
  const { rowCount } = await tx.query('select from post_removal where post_id = $1', [postId]);
  if (rowCount !== 0) throw new Refusal('NOT_FOUND', 'This post was taken down.');
};

const assertParent = async (tx: Tx, { postId, parentId }: PostComment): Promise<void> => {
  if (parentId === undefined) return;
  const { rowCount } = await tx.query(
    'select from comment where id = $1 and post_id = $2 and deleted_at is null',
    [parentId, postId],
  );
  if (rowCount === 0) throw noComment();
};

const assertTrade = async (tx: Tx, { postId, tradeSeq, userId }: PostComment): Promise<void> => {
  if (tradeSeq === undefined) return;
  const { rowCount } = await tx.query(
    'select from trade where market_id = $1 and seq = $2 and user_id = $3',
    [postId, tradeSeq, userId],
  );
  if (rowCount === 0) {
    throw new Refusal('FORBIDDEN', 'A comment can only stand by a trade of your own in this market.');
  }
};

/**
 * Comments on a post, or answers a comment.
 * @throws Refusal NOT_FOUND (account, post, comment that is answered), FORBIDDEN (somebody else's trade), BANNED, IDEMPOTENCY_MISMATCH
 */
export const postComment = (pool: Pool, command: PostComment): Promise<Written<Comment>> =>
  transaction(pool, async (tx) => {
    const { userId, postId, body, parentId, tradeSeq } = command;
    // The author's wallet lock orders the author's own writes, so a repeated request waits for the first.
    await lockWallet(tx, userId);
    return once(tx, command, 'postComment', { postId, body, parentId, tradeSeq }, async () => {
      await requireNotBanned(tx, userId, 'POSTING');
      await lockDiscussion(tx, postId);
      await assertNotRemoved(tx, command);
      await assertParent(tx, command);
      await assertTrade(tx, command);
      const { rows } = await tx.query<{ id: CommentId }>(
        `insert into comment (post_id, parent_id, author_id, body, trade_seq) values ($1, $2, $3, $4, $5) returning id::text as id`,
        [postId, parentId ?? null, userId, body, tradeSeq ?? null],
      );
      const { id } = rows[0]!;
      await writeMentions(tx, id, body);
      return readComment(tx, id, userId);
    });
  });
