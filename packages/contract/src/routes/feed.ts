import { z } from 'zod';
import { PostId } from '../ids.ts';
import { define } from '../route.ts';
import { Post } from '../social.ts';
import { PostBody } from '../text.ts';
import { Topic, Topics } from '../topics.ts';
import { nextCursor, page } from './parts.ts';

export const feedRoutes = define({
  getFeed: {
    method: 'GET',
    path: '/api/feed',
    access: 'anyone',
    shared: true,
    summary:
      'Posts, newest first; a prediction post carries its market. Sorted by closing time or by how much they are traded now there are only markets; following: of the people and markets the signed-in person follows.',
    query: z.object({
      ...page,
      type: z.enum(['TEXT', 'PREDICTION']).optional(),
      state: z.enum(['OPEN', 'CLOSED', 'RESOLVED']).optional(),
      topic: Topic.optional(),
      sort: z.enum(['newest', 'trending', 'closing', 'following']).default('newest'),
    }),
    answer: z.object({ posts: z.array(Post), nextCursor }),
  },
  createPost: {
    method: 'POST',
    path: '/api/posts',
    access: 'user',
    summary: 'Writes a text post.',
    body: z.strictObject({ body: PostBody, topics: Topics.optional() }),
    answer: Post,
    status: 201,
    errors: ['BANNED', 'IDEMPOTENCY_MISMATCH'],
    idempotent: true,
  },
  getPost: {
    method: 'GET',
    path: '/api/posts/{id}',
    access: 'anyone',
    shared: true,
    summary: 'One post.',
    params: z.object({ id: PostId }),
    about: 'post',
    answer: Post,
    errors: ['NOT_FOUND'],
  },
});
