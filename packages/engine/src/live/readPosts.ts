import type { Post, PostId } from '@mesh-markets/contract';
import { readPostRows } from '../reads/postRows.ts';
import type { Reader } from '../reads/rows.ts';

/** Posts as a visitor sees them, newest first. An id without a post is left out. */
export const readPosts = async (reader: Reader, ids: readonly PostId[]): Promise<Post[]> => {
  const page = {
    name: 'live_posts',
    text: 'select id, -id as place from post where id = any ($2::bigint[])',
    values: [ids],
  };
  const rows = await readPostRows(reader, page, undefined);
  return rows.map(({ post }) => post);
};
