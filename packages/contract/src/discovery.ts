import { z } from 'zod';
import { Topic } from './topics.ts';

export const SEARCH_MAX = 100;
/** Enough for anybody, and a page of what one follows stays one quick reading. */
export const MAX_FOLLOWED_USERS = 1_000;
export const MAX_FOLLOWED_MARKETS = 5_000;

export const TopicCount = z.object({ name: Topic, posts: z.int().min(0) }).meta({ id: 'TopicCount' });
export type TopicCount = z.infer<typeof TopicCount>;

/** How a person stands among the others. */
export const Follows = z
  .object({
    followers: z.int().min(0),
    following: z.int().min(0),
    /** How the signed-in person and this one stand to each other; absent for visitors and for oneself. */
    viewer: z.object({ following: z.boolean(), followed: z.boolean() }).optional(),
  })
  .meta({ id: 'Follows' });
export type Follows = z.infer<typeof Follows>;
