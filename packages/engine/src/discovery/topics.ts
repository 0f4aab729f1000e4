import { type TopicCount, topicName } from '@mesh-markets/contract';
import { beginsWith, type Reader } from '../reads/rows.ts';

/** Topics by how many posts are about them, most first; with a query those whose name begins with it. */
export const listTopics = async (
  reader: Reader,
  { query, limit }: { readonly query?: string | undefined; readonly limit: number },
): Promise<{ topics: TopicCount[] }> => {
  const beginning = topicName(query ?? '');
  const { rows } = await reader.query<TopicCount>(
    `select name, posts from topic ${beginning === '' ? '' : 'where name like $2'} order by posts desc, name limit $1`,
    beginning === '' ? [limit] : [limit, beginsWith(beginning)],
  );
  return { topics: rows };
};
