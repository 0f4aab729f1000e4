import type { CommentId, PostId } from '@mesh-markets/contract';
import type { Reader } from '../reads/rows.ts';
import { Refusal } from '../refusal.ts';
import { noComment } from './commentRows.ts';

/** A post, or the post that a comment stands under. */
export type Place = { readonly postId: PostId } | { readonly commentId: CommentId };

const KINDS = {
  post: `select type from post where id = $1`,
  comment: `select post.type from comment join post on post.id = comment.post_id where comment.id = $1`,
} as const;

/** For somebody whom markets are not open to: a market's discussion is as little there as the market. @throws Refusal NOT_FOUND */
export const requirePlain = async (reader: Reader, place: Place): Promise<void> => {
  const [text, id] = 'postId' in place ? [KINDS.post, place.postId] : [KINDS.comment, place.commentId];
  const { rows } = await reader.query<{ type: 'TEXT' | 'PREDICTION' }>(text, [id]);
  if (rows[0]?.type === 'TEXT') return;
  throw 'postId' in place ? new Refusal('NOT_FOUND', 'There is no such post.') : noComment();
};
