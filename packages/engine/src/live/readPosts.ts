import type { Post, PostId } from '@mesh-markets/contract';
import { type PostRow, postOf, postSelect } from '../reads/postRows.ts';
import type { Reader } from '../reads/rows.ts';

/** Posts as a visitor sees them, newest first. An id without a post is left out. */
export const readPosts = async (reader: Reader, ids: readonly PostId[]): Promise<Post[]> => {
  const { rows } = await reader.query<PostRow>({
    name: 'live_posts',
    text: postSelect('select id, -id as place from post where id = any ($2::bigint[])'),
    values: [null, ids],
  });
  return rows.map((row) => postOf(row, undefined));
};
