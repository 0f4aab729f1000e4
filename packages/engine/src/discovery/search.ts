import { type AnswerOf, topicName, type UserSummary } from '@mesh-markets/contract';
import { findUsers } from '../reads/people.ts';
import { type PostRow, postOf, postSelect } from '../reads/postRows.ts';
import { decodeCursor, encodeCursor, pageOf, type Reader, type Viewing } from '../reads/rows.ts';
import { searchQueryOf } from './searchQuery.ts';
import { listTopics } from './topics.ts';

const FOUND_USERS = 5;
const FOUND_TOPICS = 5;
/** A word that every other post has is told apart by nothing; of so many the latest are ranked, and the others left out. */
const MOST_RANKED = 5_000;

export interface SearchQuery {
  readonly query: string;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

// Six decimals tell enough, and survive the way to the cursor and back. The cursor also names the newest post there was at the first
// page, so that what is written meanwhile does not move the window of those that are ranked.
const found = `
  select id, -rank as place from (
      select id, round(ts_rank(words, to_tsquery('pg_catalog.simple', $3::text), 1)::numeric, 6)::float8 as rank
        from (select id, words from post
               where words @@ to_tsquery('pg_catalog.simple', $3::text) and id <= $4::bigint
                 and not exists (select from post_removal r where r.post_id = post.id offset 0)
               order by id desc limit ${MOST_RANKED}) as latest) as ranked
   where (rank, id) < ($5::float8, $6::bigint)
   order by rank desc, id desc limit $2::int`;

const newestPost = async (reader: Reader): Promise<string> => {
  const { rows } = await reader.query<{ id: string }>('select coalesce(max(id), 0)::text as id from post');
  return rows[0]!.id;
};

const searchPosts = async (
  reader: Reader,
  { query, cursor, limit }: SearchQuery,
  viewer: Viewing,
): Promise<Pick<AnswerOf<'search'>, 'posts' | 'nextCursor'>> => {
  const words = searchQueryOf(query);
  if (words === undefined) return { posts: [] };
  const [newest, rank, id] = decodeCursor(cursor, 3) ?? [await newestPost(reader), 'Infinity', 0];
  const { rows } = await reader.query<PostRow>({
    name: 'search_posts',
    text: postSelect(found),
    values: [viewer ?? null, limit + 1, words, newest, rank, id],
  });
  const { page, ...more } = pageOf(rows, limit, (last) => encodeCursor(newest!, -last.place, last.id));
  return { posts: page.map((row) => postOf(row, viewer)), ...more };
};

const searchPeople = async (reader: Reader, query: string): Promise<UserSummary[]> => {
  const { users } = await findUsers(reader, query.replace(/^@/, ''));
  return users.slice(0, FOUND_USERS);
};

/**
 * Posts with all the words of the query, best first and of equally good ones the latest; with the first page people and topics that
 * begin with it. Any text is a query. @throws Refusal VALIDATION_FAILED (cursor)
 */
export const search = async (
  reader: Reader,
  asked: SearchQuery,
  viewer: Viewing,
): Promise<AnswerOf<'search'>> => {
  if (asked.cursor !== undefined) return searchPosts(reader, asked, viewer);
  const [posts, users, { topics }] = await Promise.all([
    searchPosts(reader, asked, viewer),
    searchPeople(reader, asked.query),
    listTopics(reader, { query: asked.query, limit: FOUND_TOPICS }),
  ]);
  return { ...posts, users, topics: topicName(asked.query) === '' ? [] : topics };
};
