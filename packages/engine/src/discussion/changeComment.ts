import {
  COMMENT_EDIT_MINUTES,
  type Comment,
  type CommentId,
  type PostId,
  type UserId,
} from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { requireNotBanned } from '../authority/bans.ts';
import { writeDeed } from '../authority/writeDeed.ts';
import { Refusal } from '../refusal.ts';
import { type Tx, transaction } from '../transaction.ts';
import { noComment, readComment } from './commentRows.ts';
import { lockDiscussion } from './locks.ts';
import { writeMentions } from './mentions.ts';

export interface OneComment {
  readonly userId: UserId;
  readonly id: CommentId;
}

export interface CommentState {
  readonly postId: PostId;
  readonly authorId: UserId;
  readonly body: string;
  readonly deleted: boolean;
  readonly editable: boolean;
  /** Whether the one who asks is a moderator or an admin. */
  readonly moderator: boolean;
}

/** Locks the discussion around a comment and reads what its verbs decide on. @throws Refusal NOT_FOUND */
export const lockComment = async (tx: Tx, { id, userId }: OneComment): Promise<CommentState> => {
  const place = await tx.query<{ postId: PostId }>(
    'select post_id::text as "postId" from comment where id = $1',
    [id],
  );
  if (!place.rows[0]) throw noComment();
  await lockDiscussion(tx, place.rows[0].postId);
  const { rows } = await tx.query<CommentState>(
    `select c.post_id::text as "postId", c.author_id::text as "authorId", c.body, c.deleted_at is not null as deleted,
            c.created_at > mesh_now() - interval '${COMMENT_EDIT_MINUTES} minutes' as editable,
            coalesce((select role in ('moderator', 'admin') from users where id = $2), false) as moderator
       from comment c where c.id = $1`,
    [id, userId],
  );
  return rows[0]!;
};

/** What a change answers, and where it happened. */
export interface Changed<Answer> {
  readonly answer: Answer;
  readonly postId: PostId;
}

/**
 * Changes the words of a comment. The same words again change nothing.
 * @throws Refusal NOT_FOUND, FORBIDDEN (not the author), BANNED, EDIT_TOO_LATE
 */
export const editComment = (
  pool: Pool,
  command: OneComment & { readonly body: string },
): Promise<Changed<Comment>> =>
  transaction(pool, async (tx) => {
    const { id, userId, body } = command;
    const comment = await lockComment(tx, command);
    if (comment.deleted) throw noComment();
    if (comment.authorId !== userId) throw new Refusal('FORBIDDEN', 'Only its author can change a comment.');
    await requireNotBanned(tx, userId, 'POSTING');
    if (comment.body !== body) {
      if (!comment.editable) {
        throw new Refusal(
          'EDIT_TOO_LATE',
          `A comment can be changed for ${COMMENT_EDIT_MINUTES} minutes. Answer it to add something.`,
        );
      }
      await tx.query('update comment set body = $2, edited_at = mesh_now() where id = $1', [id, body]);
      await writeMentions(tx, id, body);
    }
    return { answer: await readComment(tx, id, userId), postId: comment.postId };
  });

/** Marks a comment as deleted, once; what answers it keeps its place. */
export const markDeleted = (tx: Tx, { id, userId }: OneComment): Promise<unknown> =>
  tx.query(
    'update comment set deleted_at = mesh_now(), deleted_by = $2 where id = $1 and deleted_at is null',
    [id, userId],
  );

export interface Deletion extends OneComment {
  /** Why a role does not count: the API key does not carry it, or the sign-in lacks the second factor that the operator asks of staff. */
  readonly withoutRole?: 'KEY' | 'WEAK' | undefined;
}

/** Takes a comment down; a second time changes nothing. @throws Refusal NOT_FOUND, FORBIDDEN (neither author nor moderator) */
export const deleteComment = (pool: Pool, command: Deletion): Promise<Changed<null>> =>
  transaction(pool, async (tx) => {
    const comment = await lockComment(tx, command);
    const own = comment.authorId === command.userId;
    if (!own && comment.moderator && command.withoutRole === 'WEAK')
      throw new Refusal('SECOND_FACTOR_REQUIRED');
    if (!own && (!comment.moderator || command.withoutRole !== undefined)) {
      throw new Refusal('FORBIDDEN', 'Only its author, a moderator or an admin can delete a comment.');
    }
    await markDeleted(tx, command);
    if (!own && !comment.deleted) {
      await writeDeed(tx, {
        kind: 'COMMENT_REMOVED',
        by: command.userId,
        userId: comment.authorId,
        postId: comment.postId,
      });
    }
    return { answer: null, postId: comment.postId };
  });

/** Likes a comment or takes the like back; doing so twice is as once. @throws Refusal NOT_FOUND, FORBIDDEN (an own comment) */
export const likeComment = (
  pool: Pool,
  command: OneComment & { readonly liked: boolean },
): Promise<Changed<{ liked: boolean; likes: number }>> =>
  transaction(pool, async (tx) => {
    const { id, userId, liked } = command;
    const comment = await lockComment(tx, command);
    if (comment.deleted) throw noComment();
    if (comment.authorId === userId) throw new Refusal('FORBIDDEN', 'You cannot like your own comment.');
    await tx.query(
      liked
        ? 'insert into comment_like (comment_id, user_id) values ($1, $2) on conflict do nothing'
        : 'delete from comment_like where comment_id = $1 and user_id = $2',
      [id, userId],
    );
    const { rows } = await tx.query<{ likes: number }>(
      'select like_count as likes from comment where id = $1',
      [id],
    );
    return { answer: { liked, likes: rows[0]!.likes }, postId: comment.postId };
  });
