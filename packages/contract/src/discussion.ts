import { z } from 'zod';
import { ShareTotal, SignedCredits } from './amounts.ts';
import { CommentId, PostId, ReportId } from './ids.ts';
import { Action, Timestamp, UserSummary } from './market.ts';
import { CommentBody, Handle, OutcomeLabel, Question, ReportNote } from './text.ts';

/** How long an author may change what they wrote. */
export const COMMENT_EDIT_MINUTES = 15;
/** Comments under a comment, counted from 0; deeper answers stand beside what they answer. */
export const COMMENT_DEPTH_MAX = 4;
/** People whom one comment can name. */
export const MENTIONS_MAX = 20;

const mentionPattern = /(?<![\w/@.])@([a-z0-9_]{3,24})(?![\w@])/giu;
const codeOrAddress = /(```|~~~)[\s\S]*?(?:\1|$)|`[^`\n]*`|\bhttps?:\/\/\S+/gu;

/** A piece of text, and the handle it names where it is one that could. */
export interface TextPart {
  readonly text: string;
  readonly handle?: string;
}

/** Plain text cut at what could name a person; put together again it is the same text. */
export const textParts = (text: string): TextPart[] => {
  const parts: TextPart[] = [];
  let from = 0;
  for (const { 0: found, 1: handle, index } of text.matchAll(mentionPattern)) {
    if (index > from) parts.push({ text: text.slice(from, index) });
    parts.push({ text: found, handle: handle!.toLowerCase() });
    from = index + found.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
};

/** The handles that a text names, each once, as they are kept: in small letters. Code and web addresses name nobody. */
export const mentionedHandles = (text: string): string[] => {
  const prose = text.replace(codeOrAddress, ' ');
  const handles = textParts(prose).flatMap(({ handle }) => handle ?? []);
  return [...new Set(handles)].slice(0, MENTIONS_MAX);
};

const OutcomeIndex = z.int().min(0);

/** What the author holds in the market now; or held, once it is resolved. */
export const CommentHolding = z
  .object({ outcome: OutcomeIndex, label: OutcomeLabel, shares: ShareTotal })
  .meta({ id: 'CommentHolding' });
export type CommentHolding = z.infer<typeof CommentHolding>;

/** A trade of the author that the comment stands by. */
export const CommentTrade = z
  .object({
    seq: z.int().min(1),
    action: Action,
    outcome: OutcomeIndex,
    label: OutcomeLabel,
    shares: ShareTotal,
    cost: SignedCredits,
    /** Average price per share. */
    price: z.number().min(0),
    createdAt: Timestamp,
  })
  .meta({ id: 'CommentTrade' });
export type CommentTrade = z.infer<typeof CommentTrade>;

/** Without author and words once it is deleted: then it only keeps the place of what answers it. */
export const Comment = z
  .object({
    id: CommentId,
    postId: PostId,
    /** 0 for the first of a thread. */
    depth: z.int().min(0).max(COMMENT_DEPTH_MAX),
    /** What it answers; without an author if that is deleted. */
    parent: z.object({ id: CommentId, author: UserSummary.optional() }).optional(),
    author: UserSummary.optional(),
    body: CommentBody.optional(),
    holdings: z.array(CommentHolding),
    trade: CommentTrade.optional(),
    mentions: z.array(z.object({ handle: Handle, user: UserSummary })),
    likes: z.int().min(0),
    createdAt: Timestamp,
    editedAt: Timestamp.optional(),
    deleted: z.enum(['AUTHOR', 'MODERATOR']).optional(),
    /** As the signed-in person sees it. */
    viewer: z
      .object({ liked: z.boolean(), canEdit: z.boolean(), canDelete: z.boolean(), canReport: z.boolean() })
      .optional(),
  })
  .meta({ id: 'Comment' });
export type Comment = z.infer<typeof Comment>;

/** A comment and the first of what answers it, in the order of reading. `nextReplies` leads to the rest. */
export const CommentThread = z
  .object({
    comment: Comment,
    replies: z.array(Comment),
    replyCount: z.int().min(0),
    nextReplies: z.string().optional(),
  })
  .meta({ id: 'CommentThread' });
export type CommentThread = z.infer<typeof CommentThread>;

export const ReportReason = z
  .enum(['SPAM', 'ABUSE', 'MISLEADING', 'OFF_TOPIC', 'OTHER'])
  .meta({ id: 'ReportReason' });
export type ReportReason = z.infer<typeof ReportReason>;

export const ReportBody = z.strictObject({ reason: ReportReason, note: ReportNote.optional() });

/** REMOVE takes the comment or text down; DISMISS leaves it. */
export const ReportVerdict = z.enum(['DISMISS', 'REMOVE']);
export type ReportVerdict = z.infer<typeof ReportVerdict>;

/** Everything that people reported about one comment or post, to be decided at once. */
export const ReportCase = z
  .object({
    /** Of its first report. */
    id: ReportId,
    kind: z.enum(['COMMENT', 'TEXT', 'MARKET']),
    post: z.object({ id: PostId, author: UserSummary, question: Question.optional() }),
    comment: z.object({ id: CommentId, author: UserSummary }).optional(),
    /** The words as they are now. */
    text: z.string(),
    createdAt: Timestamp,
    deleted: z.boolean(),
    reports: z.array(
      z.object({
        id: ReportId,
        reporter: UserSummary,
        reason: ReportReason,
        note: ReportNote.optional(),
        /** The words as they were reported, where they have changed since. */
        reportedText: z.string().optional(),
        createdAt: Timestamp,
      }),
    ),
    handled: z
      .object({ at: Timestamp, by: UserSummary, verdict: z.enum(['DISMISSED', 'REMOVED']) })
      .optional(),
  })
  .meta({ id: 'ReportCase' });
export type ReportCase = z.infer<typeof ReportCase>;
