import type { AnswerOf, Comment, CommentId, PostId, QueryInput } from '@mesh-markets/contract';
import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query';
import { client } from './client.ts';
import { unlessLive } from './liveClient.ts';
import { POLL_MILLISECONDS } from './queryClient.ts';

export type CommentSort = NonNullable<QueryInput<'listComments'>['sort']>;

/** Ids come from addresses and answers; the server judges them. */
const postParams = (id: string) => ({ id: id as PostId });
const at = (cursor: string | undefined) => (cursor === undefined ? {} : { cursor });

/** Whatever is shown of the discussion under a post. */
export const discussionKey = (postId: string) => ['discussion', postId] as const;

export interface CommentsFilter {
  readonly sort: CommentSort;
  /** A comment whose thread stands on top. */
  readonly focus?: string | undefined;
  /** The live stream tells when it changes: so it does of markets. */
  readonly told: boolean;
}

export const commentsQuery = (postId: string, { sort, focus, told }: CommentsFilter) =>
  infiniteQueryOptions({
    queryKey: [...discussionKey(postId), 'comments', sort, focus ?? null],
    queryFn: ({ signal, pageParam }) =>
      client.call('listComments', {
        signal,
        params: postParams(postId),
        query: { sort, ...(focus === undefined ? {} : { focus: focus as CommentId }), ...at(pageParam) },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    // Every page that is open is read again, so less often than a single answer.
    refetchInterval: ({ state }) => {
      if (state.data === undefined) return false;
      return told ? unlessLive(3 * POLL_MILLISECONDS) : 3 * POLL_MILLISECONDS;
    },
  });

/** All that answers the first comment of a thread. */
export const repliesQuery = (postId: string, id: CommentId) =>
  infiniteQueryOptions({
    queryKey: [...discussionKey(postId), 'replies', id],
    queryFn: ({ signal, pageParam }) =>
      client.call('listReplies', { signal, params: { id }, query: { limit: 50, ...at(pageParam) } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
  });

export const ownTradesQuery = (postId: string) =>
  queryOptions({
    queryKey: ['market', postId, 'own-trades'],
    queryFn: ({ signal }) => client.call('listOwnTrades', { signal, params: postParams(postId) }),
  });

export const postQuery = (id: string) =>
  queryOptions({
    queryKey: ['post', id],
    queryFn: ({ signal }) => client.call('getPost', { signal, params: postParams(id) }),
  });

export type ReportsState = NonNullable<QueryInput<'listReports'>['state']>;

export const reportsQuery = (state: ReportsState) =>
  infiniteQueryOptions({
    queryKey: ['reports', state],
    queryFn: ({ signal, pageParam }) =>
      client.call('listReports', { signal, query: { state, ...at(pageParam) } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state: { data } }) => (data === undefined ? false : 6 * POLL_MILLISECONDS),
  });

type Pages = InfiniteData<AnswerOf<'listComments'> | AnswerOf<'listReplies'>>;

const changePage = <Page extends Pages['pages'][number]>(
  page: Page,
  change: (comment: Comment) => Comment,
): Page =>
  'threads' in page
    ? {
        ...page,
        threads: page.threads.map((thread) => ({
          ...thread,
          comment: change(thread.comment),
          replies: thread.replies.map(change),
        })),
      }
    : { ...page, replies: page.replies.map(change) };

/** Changes a comment wherever it is shown, before the next reading says the same. */
export const changeComment = (
  queryClient: QueryClient,
  { id, postId }: Pick<Comment, 'id' | 'postId'>,
  change: (comment: Comment) => Comment,
): void => {
  const changed = (comment: Comment): Comment => (comment.id === id ? change(comment) : comment);
  queryClient.setQueriesData<Pages>({ queryKey: discussionKey(postId) }, (data) =>
    data === undefined || !('pages' in data)
      ? data
      : { ...data, pages: data.pages.map((page) => changePage(page, changed)) },
  );
};

/** After something was said or taken back: the discussion, and the numbers that count it. */
export const refreshDiscussion = (queryClient: QueryClient, postId: string): Promise<void> => {
  void queryClient.invalidateQueries({ queryKey: ['post', postId] });
  return queryClient.invalidateQueries({ queryKey: discussionKey(postId) });
};
