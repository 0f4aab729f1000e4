import type { AnswerOf, Post, PostId, UserId } from '@mesh-markets/contract';
import { type FeedQuery, feedPage } from '../discovery/feedPages.ts';
import { Refusal } from '../refusal.ts';
import { readPostRows } from './postRows.ts';
import { pageOf, type Reader, type Sight, type Viewing } from './rows.ts';
import { joinReadings } from './shareReads.ts';

/** @throws Refusal NOT_FOUND */
export const readPost = async (reader: Reader, id: PostId, viewer: Viewing): Promise<Post> => {
  const page = {
    name: 'read_post',
    text: 'select id, 1 as place from post where id = $2::bigint',
    values: [id],
  };
  const rows = await readPostRows(reader, page, viewer);
  if (!rows[0]) throw new Refusal('NOT_FOUND', 'There is no such post.');
  return rows[0].post;
};

const readFeed = async (reader: Reader, query: FeedQuery, viewer: Viewing): Promise<AnswerOf<'getFeed'>> => {
  const picked = feedPage(query, viewer);
  if (picked === undefined) return { posts: [] };
  const rows = await readPostRows(reader, picked, viewer);
  const { page, ...more } = pageOf(rows, query.limit, picked.cursorOf);
  return { posts: page.map(({ post }) => post), ...more };
};

const joiners = new WeakMap<object, ReturnType<typeof joinReadings<AnswerOf<'getFeed'>>>>();

/**
 * A page of the feed. The cursor is the place of the last row, so what is written meanwhile neither shifts nor repeats anything.
 * @throws Refusal UNAUTHENTICATED (following, for a visitor), VALIDATION_FAILED (cursor)
 */
export const getFeed = async (
  reader: Reader,
  query: FeedQuery,
  viewer: Viewing,
): Promise<AnswerOf<'getFeed'>> => {
  if (viewer !== undefined || !('totalCount' in reader)) return readFeed(reader, query, viewer);
  // The very same for all visitors, down to the text that is made of it.
  const join = joiners.get(reader) ?? joinReadings<AnswerOf<'getFeed'>>();
  joiners.set(reader, join);
  return join(JSON.stringify(query), () => readFeed(reader, query, undefined));
};

/** The latest posts of one author. */
export const getFeedOf = async (
  reader: Reader,
  author: UserId,
  limit: number,
  viewer: Viewing,
  { markets }: Sight,
): Promise<Post[]> => {
  const page = {
    name: markets ? 'feed_of_author' : 'texts_of_author',
    text: `select id, -id as place from post
            where author_id = $2::bigint${markets ? '' : " and type = 'TEXT'"} order by id desc limit $3::int`,
    values: [author, limit],
  };
  const rows = await readPostRows(reader, page, viewer);
  return rows.map(({ post }) => post);
};
