import type {
  AnswerOf,
  Comment,
  CommentId,
  PostId,
  ReportId,
  ReportReason,
  ReportVerdict,
  UserId,
} from '@mesh-markets/contract';
import type { Written } from '../api.ts';
import type { Slice, SliceOptions } from '../slice.ts';
import {
  type Changed,
  type Deletion,
  deleteComment,
  editComment,
  likeComment,
  type OneComment,
} from './changeComment.ts';
import { handleReport } from './handleReport.ts';
import { type CommentsQuery, listComments } from './listComments.ts';
import { listOwnTrades } from './listOwnTrades.ts';
import { listReplies } from './listReplies.ts';
import { listReports } from './listReports.ts';
import { type PostComment, postComment } from './postComment.ts';
import { reportComment, reportPost } from './report.ts';
import { type Place, requirePlain } from './requirePlain.ts';

interface Complaint {
  readonly reason: ReportReason;
  readonly note?: string | undefined;
}

interface PageQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** What people say under posts and markets, and what is done about what should not have been said. */
export interface DiscussionVerbs {
  readonly postComment: (command: PostComment) => Promise<Written<Comment>>;
  readonly editComment: (command: OneComment & { body: string }) => Promise<Comment>;
  readonly deleteComment: (command: Deletion) => Promise<null>;
  readonly likeComment: (command: OneComment & { liked: boolean }) => Promise<AnswerOf<'likeComment'>>;
  readonly reportComment: (command: OneComment & Complaint) => Promise<null>;
  readonly reportPost: (command: Complaint & { userId: UserId; postId: PostId }) => Promise<null>;
  readonly handleReport: (command: { userId: UserId; id: ReportId; verdict: ReportVerdict }) => Promise<null>;
  readonly listComments: (
    postId: PostId,
    query: CommentsQuery,
    viewer?: UserId,
  ) => Promise<AnswerOf<'listComments'>>;
  readonly listReplies: (
    id: CommentId,
    query: PageQuery,
    viewer?: UserId,
  ) => Promise<AnswerOf<'listReplies'>>;
  /** @throws Refusal NOT_FOUND when it belongs to a market, or is not there */
  readonly requirePlain: (place: Place) => Promise<void>;
  readonly listOwnTrades: (postId: PostId, userId: UserId) => Promise<AnswerOf<'listOwnTrades'>>;
  readonly listReports: (
    userId: UserId,
    query: PageQuery & { state: 'open' | 'handled' },
  ) => Promise<AnswerOf<'listReports'>>;
}

export const createDiscussion = ({ pool, news }: SliceOptions): Slice<DiscussionVerbs> => {
  const changed = (postId: PostId): void => news.publish({ kind: 'DISCUSSION', postId });
  const told = async <Answer>(changing: Promise<Changed<Answer>>): Promise<Answer> => {
    const { answer, postId } = await changing;
    changed(postId);
    return answer;
  };
  return {
    verbs: {
      postComment: async (command) => {
        const written = await postComment(pool, command);
        if (!written.replayed) changed(command.postId);
        return written;
      },
      editComment: (command) => told(editComment(pool, command)),
      deleteComment: (command) => told(deleteComment(pool, command)),
      likeComment: (command) => told(likeComment(pool, command)),
      reportComment: (command) => reportComment(pool, command),
      reportPost: (command) => reportPost(pool, command),
      handleReport: async (command) => {
        const { postId } = await handleReport(pool, command);
        changed(postId);
        return null;
      },
      listComments: (postId, query, viewer) => listComments(pool, postId, query, viewer),
      listReplies: (id, query, viewer) => listReplies(pool, id, query, viewer),
      requirePlain: (place) => requirePlain(pool, place),
      listOwnTrades: (postId, userId) => listOwnTrades(pool, postId, userId),
      listReports: (userId, query) => listReports(pool, userId, query),
    },
    consumers: [],
  };
};
