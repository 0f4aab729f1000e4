import type { PostId, UserId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import { Refusal } from '../refusal.ts';
import { transaction } from '../transaction.ts';
import { requireModerator } from './requireRole.ts';
import { writeDeed } from './writeDeed.ts';

/** SQL: the post whose id this is has not been hidden. A look-up by key in a table that is nearly empty. */
export const notHidden = (id: string): string =>
  `not exists (select from post_hiding hiding where hiding.post_id = ${id} offset 0)`;

interface OnePost {
  readonly by: UserId;
  readonly postId: PostId;
}

/** Leaves a post out of feeds and search; hidden is hidden. @throws Refusal FORBIDDEN, NOT_FOUND */
export const hidePost = (pool: Pool, command: OnePost & { readonly reason: string }): Promise<null> =>
  transaction(pool, async (tx) => {
    const { by, postId, reason } = command;
    await requireModerator(tx, by);
    const found = await tx.query('select from post where id = $1', [postId]);
    if (found.rowCount === 0) throw new Refusal('NOT_FOUND', 'There is no such post.');
    const { rowCount } = await tx.query(
      'insert into post_hiding (post_id, hidden_by, reason) values ($1, $2, $3) on conflict do nothing',
      [postId, by, reason],
    );
    if (rowCount === 1) await writeDeed(tx, { kind: 'POST_HIDDEN', by, postId, detail: reason });
    return null;
  });

/** Shows a post again. @throws Refusal FORBIDDEN, NOT_FOUND (it was not hidden) */
export const showPost = (pool: Pool, { by, postId }: OnePost): Promise<null> =>
  transaction(pool, async (tx) => {
    await requireModerator(tx, by);
    const { rowCount } = await tx.query('delete from post_hiding where post_id = $1', [postId]);
    if (rowCount === 0) throw new Refusal('NOT_FOUND', 'This post is not hidden.');
    await writeDeed(tx, { kind: 'POST_SHOWN', by, postId });
    return null;
  });
