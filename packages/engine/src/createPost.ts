import type { Post, PostId } from '@mesh-markets/contract';
import type { Pool } from 'pg';
import type { Command, Written } from './api.ts';
import { requireNotBanned } from './authority/bans.ts';
import { writeTopics } from './discovery/writeTopics.ts';
import { once } from './idempotency.ts';
import { lockWallet } from './locks.ts';
import { readPost } from './reads/posts.ts';
import { transaction } from './transaction.ts';

/**
 * Writes a text post.
 * @throws Refusal NOT_FOUND (no such account), IDEMPOTENCY_MISMATCH, BANNED
 */
export const createPost = (
  pool: Pool,
  command: Command & { body: string; topics?: readonly string[] | undefined },
): Promise<Written<Post>> =>
  transaction(pool, async (tx) => {
    const { userId, body, topics } = command;
    // The author's wallet lock orders the author's own writes, so a repeated request waits for the first.
    await lockWallet(tx, userId);
    return once(tx, command, 'createPost', { body, topics }, async () => {
      await requireNotBanned(tx, userId, 'POSTING');
      const { rows } = await tx.query<{ id: PostId }>(
        `insert into post (type, author_id, body) values ('TEXT', $1, $2) returning id::text as id`,
        [userId, body],
      );
      await writeTopics(tx, rows[0]!.id, topics);
      return readPost(tx, rows[0]!.id, userId);
    });
  });
