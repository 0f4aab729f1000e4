import type { PostId } from '@mesh-markets/contract';
import { Refusal } from '../refusal.ts';
import type { Tx } from '../transaction.ts';

/** Locks the discussion under a post: whatever is written there has one order. @throws Refusal NOT_FOUND */
export const lockDiscussion = async (tx: Tx, postId: PostId): Promise<void> => {
  const { rows } = await tx.query<{ found: boolean }>('select lock_discussion($1) as found', [postId]);
  if (!rows[0]!.found) throw new Refusal('NOT_FOUND', 'There is no such post.');
};
