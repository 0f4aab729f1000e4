import { createRateLimit, type RateLimit } from '../http/rateLimit.ts';
import type { Settings } from '../settings.ts';

/** A like is a press, a comment a thought. */
const LIKES_PER_COMMENT = 6;

/** Writing, changing and reporting comments count together; likes count by themselves. */
export const createDiscussionLimits = ({
  commentsPerMinute,
}: Pick<Settings, 'commentsPerMinute'>): { commentLimit: RateLimit; likeLimit: RateLimit } => ({
  commentLimit: createRateLimit({
    name: 'comments',
    max: commentsPerMinute,
    windowSeconds: 60,
    sentence: `You can write ${commentsPerMinute} comments a minute. Wait a moment and try again.`,
  }),
  likeLimit: createRateLimit({
    name: 'likes',
    max: commentsPerMinute * LIKES_PER_COMMENT,
    windowSeconds: 60,
    sentence: 'That was a lot of likes. Wait a moment and try again.',
  }),
});
