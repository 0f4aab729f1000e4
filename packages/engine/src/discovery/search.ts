import { type AnswerOf, topicName, type UserSummary } from '@mesh-markets/contract';
import { notHidden } from '../authority/hidePost.ts';
import { findUsers } from '../reads/people.ts';
import { readPostRows } from '../reads/postRows.ts';
import { decodeCursor, encodeCursor, pageOf, type Reader, type Viewing } from '../reads/rows.ts';
import { rowsFor } from './feedPages.ts';
import { searchQueryOf } from './searchQuery.ts';
import { listTopics } from './topics.ts';

const FOUND_USERS = 5;
const FOUND_TOPICS = 5;
/** A word that every other post has is told apart by nothing; of so many the latest are ranked, and the others left out. */
const MOST_RANKED = 1_000;

export interface SearchQuery {
  readonly query: string;
  readonly cursor?: string | undefined;
  readonly limit: number;
  /** Leaves markets out. */
  readonly onlyText?: boolean | undefined;
}

/** How far back from the newest post each look goes; the last one to the first post there was. */
const WINDOWS = [0, 10_000, 100_000, Number.MAX_SAFE_INTEGER];

/**
 * The latest posts with the words. One window after the other, and none once enough are found (an `append` under a `limit` goes in order and stops):
 * a word that every post has is found thousands of times in the first window, and a rare one costs a glance at each.
 */
const latestFound = WINDOWS.slice(1)
  .map(
    (to, i) => `(select id from post
       where words @@ to_tsquery('pg_catalog.simple', $2::text) and id <= $3::bigint - ${WINDOWS[i]} and id > $3::bigint - ${to}
       order by id desc limit ${MOST_RANKED})`,
  )
  .join(' union all ');

// Six decimals tell enough, and survive the way to the cursor and back. The cursor also names the newest post there was at the first
// page, so that what is written meanwhile does not move the windows.
const foundPage = (rows: number, onlyText: boolean): string => `
  select id, -rank as place from (
      select latest.id, round(ts_rank(p.words, to_tsquery('pg_catalog.simple', $2::text), 1)::numeric, 6)::float8 as rank
        from (select id from (${latestFound}) as found limit ${MOST_RANKED}) as latest
        join post p on p.id = latest.id
       where not exists (select from post_removal r where r.post_id = latest.id offset 0)
         and ${notHidden('latest.id')}${onlyText ? " and p.type = 'TEXT'" : ''} offset 0) as ranked
   where (rank, id) < ($4::float8, $5::bigint)
   order by rank desc, id desc limit ${rows}`;

const newestPost = async (reader: Reader): Promise<string> => {
  const { rows } = await reader.query<{ id: string }>('select coalesce(max(id), 0)::text as id from post');
  return rows[0]!.id;
};

const searchPosts = async (
  reader: Reader,
  { query, cursor, limit, onlyText = false }: SearchQuery,
  viewer: Viewing,
): Promise<Pick<AnswerOf<'search'>, 'posts' | 'nextCursor'>> => {
  const words = searchQueryOf(query);
  if (words === undefined) return { posts: [] };
  const [newest, rank, id] = decodeCursor(cursor, 'id', 'number', 'id') ?? [
    await newestPost(reader),
    'Infinity',
    0,
  ];
  const found = {
    name: `search_${onlyText ? 'texts' : 'posts'}_${rowsFor(limit)}`,
    text: foundPage(rowsFor(limit), onlyText),
    values: [words, newest, rank, id],
  };
  const rows = await readPostRows(reader, found, viewer);
  const { page, ...more } = pageOf(rows, limit, (last) => encodeCursor(newest!, -last.place, last.id));
  return { posts: page.map(({ post }) => post), ...more };
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
