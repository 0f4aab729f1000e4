import type { Tx } from '../transaction.ts';

/** Says what a new post is about. A topic named twice is one. The counts of topics are locked last of all locks. */
export const writeTopics = async (
  tx: Tx,
  postId: string,
  topics: readonly string[] | undefined,
): Promise<void> => {
  if (topics === undefined || topics.length === 0) return;
  await tx.query('insert into post_topic (post_id, topic) select distinct $1::bigint, unnest($2::text[])', [
    postId,
    topics,
  ]);
};
