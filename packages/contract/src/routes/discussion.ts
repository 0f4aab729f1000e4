import { z } from 'zod';
import {
  Comment,
  CommentThread,
  CommentTrade,
  ReportBody,
  ReportCase,
  ReportVerdict,
} from '../discussion.ts';
import { CommentId, Cursor, PostId, ReportId } from '../ids.ts';
import { define } from '../route.ts';
import { CommentBody } from '../text.ts';
import { limit, nextCursor, page } from './parts.ts';

const postParams = z.object({ id: PostId });
const commentParams = z.object({ id: CommentId });

export const discussionRoutes = define({
  listComments: {
    method: 'GET',
    path: '/api/posts/{id}/comments',
    access: 'anyone',
    shared: true,
    summary:
      'Comments under a post or market by thread, newest or best first; `focus` puts the thread of one comment on top.',
    params: postParams,
    query: z.object({
      cursor: Cursor.optional(),
      limit: limit(50, 20),
      sort: z.enum(['newest', 'best']).default('newest'),
      focus: CommentId.optional(),
    }),
    answer: z.object({
      threads: z.array(CommentThread),
      /** All comments under the post, answers among them. */
      commentCount: z.int().min(0),
      nextCursor,
    }),
    errors: ['NOT_FOUND'],
  },
  listReplies: {
    method: 'GET',
    path: '/api/comments/{id}/replies',
    access: 'anyone',
    shared: true,
    summary: 'Everything that answers the first comment of a thread, in the order of reading.',
    params: commentParams,
    query: z.object(page),
    answer: z.object({ replies: z.array(Comment), nextCursor }),
    errors: ['NOT_FOUND'],
  },
  listOwnTrades: {
    method: 'GET',
    path: '/api/posts/{id}/own-trades',
    access: 'user',
    needs: ['predictionMarkets'],
    summary: 'The latest trades of the signed-in person in a market, for a comment to stand by.',
    params: postParams,
    answer: z.object({ trades: z.array(CommentTrade) }),
    errors: ['NOT_FOUND'],
  },
  postComment: {
    method: 'POST',
    path: '/api/posts/{id}/comments',
    access: 'user',
    summary:
      'Comments on a post or market, or answers a comment; it may stand by one of the author’s trades.',
    params: postParams,
    body: z.strictObject({
      body: CommentBody,
      parentId: CommentId.optional(),
      tradeSeq: z.int().min(1).optional(),
    }),
    answer: Comment,
    status: 201,
    errors: ['BANNED', 'IDEMPOTENCY_MISMATCH', 'NOT_FOUND', 'FORBIDDEN'],
    idempotent: true,
  },
  editComment: {
    method: 'PATCH',
    path: '/api/comments/{id}',
    access: 'user',
    summary: 'Changes the words of an own comment, soon after writing it; it is marked as edited.',
    params: commentParams,
    body: z.strictObject({ body: CommentBody }),
    answer: Comment,
    errors: ['BANNED', 'NOT_FOUND', 'FORBIDDEN', 'EDIT_TOO_LATE'],
  },
  deleteComment: {
    method: 'DELETE',
    path: '/api/comments/{id}',
    access: 'user',
    summary: 'Takes a comment down; what answers it stays. Author, moderator or admin.',
    params: commentParams,
    answer: z.null(),
    status: 204,
    errors: ['NOT_FOUND', 'FORBIDDEN'],
  },
  likeComment: {
    method: 'POST',
    path: '/api/comments/{id}/like',
    access: 'user',
    summary: 'Likes a comment of somebody else, or takes the like back.',
    params: commentParams,
    body: z.strictObject({ liked: z.boolean() }),
    answer: z.object({ liked: z.boolean(), likes: z.int().min(0) }),
    errors: ['NOT_FOUND', 'FORBIDDEN'],
  },
  reportComment: {
    method: 'POST',
    path: '/api/comments/{id}/report',
    access: 'user',
    summary: 'Tells the admins about a comment of somebody else; a second time changes nothing.',
    params: commentParams,
    body: ReportBody,
    answer: z.null(),
    status: 204,
    errors: ['NOT_FOUND', 'FORBIDDEN'],
  },
  reportPost: {
    method: 'POST',
    path: '/api/posts/{id}/report',
    access: 'user',
    summary: 'Tells the admins about a post or market of somebody else; a second time changes nothing.',
    params: postParams,
    body: ReportBody,
    answer: z.null(),
    status: 204,
    errors: ['NOT_FOUND', 'FORBIDDEN'],
  },
  listReports: {
    method: 'GET',
    path: '/api/admin/reports',
    access: 'user',
    summary: 'What people reported: open cases oldest first, handled ones latest first. Moderator or admin.',
    query: z.object({ ...page, state: z.enum(['open', 'handled']).default('open') }),
    answer: z.object({ cases: z.array(ReportCase), openCount: z.int().min(0), nextCursor }),
    errors: ['FORBIDDEN'],
  },
  handleReport: {
    method: 'POST',
    path: '/api/admin/reports/{id}',
    access: 'user',
    summary:
      'Decides every open report about the same thing. A market cannot be removed. Moderator or admin.',
    params: z.object({ id: ReportId }),
    body: z.strictObject({ verdict: ReportVerdict }),
    answer: z.null(),
    status: 204,
    errors: ['NOT_FOUND', 'FORBIDDEN', 'ALREADY_HANDLED'],
  },
});
