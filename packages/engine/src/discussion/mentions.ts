import { type CommentId, mentionedHandles } from '@mesh-markets/contract';
import type { Tx } from '../transaction.ts';

/** Writes down whom a comment names. A handle that nobody has names nobody. */
export const writeMentions = async (tx: Tx, id: CommentId, body: string): Promise<void> => {
  await tx.query('delete from comment_mention where comment_id = $1', [id]);
  const handles = mentionedHandles(body);
  if (handles.length === 0) return;
  await tx.query(
    `insert into comment_mention (comment_id, user_id, handle) select $1, id, handle from users where handle = any ($2::text[])`,
    [id, handles],
  );
};
