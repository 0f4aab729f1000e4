import { z } from 'zod';
import { Follows, SEARCH_MAX, TopicCount } from '../discovery.ts';
import { UserSummary } from '../market.ts';
import { define } from '../route.ts';
import { Post } from '../social.ts';
import { Handle } from '../text.ts';
import { limit, marketParams, nextCursor, page } from './parts.ts';

const personParams = z.object({ handle: Handle });
const people = z.object({ users: z.array(UserSummary), nextCursor });
const marketFollow = z.object({ following: z.boolean() });

export const discoveryRoutes = define({
  search: {
    method: 'GET',
    path: '/api/search',
    access: 'anyone',
    shared: true,
    summary:
      'Posts with all the words of the query, best first; the last word may be unfinished. The first page also names people and topics that begin with the query.',
    query: z.object({ query: z.string().trim().min(1).max(SEARCH_MAX), ...page }),
    answer: z.object({
      posts: z.array(Post),
      users: z.array(UserSummary).optional(),
      topics: z.array(TopicCount).optional(),
      nextCursor,
    }),
  },
  listTopics: {
    method: 'GET',
    path: '/api/topics',
    access: 'anyone',
    needs: ['predictionMarkets'],
    shared: true,
    summary: 'Topics with the number of posts about them, most first.',
    query: z.object({
      /** Only those that begin with this. */
      query: z.string().trim().max(SEARCH_MAX).optional(),
      limit: limit(100, 20),
    }),
    answer: z.object({ topics: z.array(TopicCount) }),
  },
  listMovers: {
    method: 'GET',
    path: '/api/movers',
    access: 'anyone',
    needs: ['predictionMarkets'],
    shared: true,
    summary: 'Open markets much traded now whose odds moved most in the last 24 hours.',
    query: z.object({ limit: limit(20, 5) }),
    answer: z.object({ posts: z.array(Post) }),
  },
  getFollows: {
    method: 'GET',
    path: '/api/users/{handle}/follows',
    access: 'anyone',
    shared: true,
    summary: 'How many follow a person and how many they follow.',
    params: personParams,
    answer: Follows,
    errors: ['NOT_FOUND'],
  },
  listFollowers: {
    method: 'GET',
    path: '/api/users/{handle}/followers',
    access: 'anyone',
    shared: true,
    summary: 'Who follows a person, latest first.',
    params: personParams,
    query: z.object(page),
    answer: people,
    errors: ['NOT_FOUND'],
  },
  listFollowing: {
    method: 'GET',
    path: '/api/users/{handle}/following',
    access: 'anyone',
    shared: true,
    summary: 'Whom a person follows, latest first.',
    params: personParams,
    query: z.object(page),
    answer: people,
    errors: ['NOT_FOUND'],
  },
  followUser: {
    method: 'PUT',
    path: '/api/users/{handle}/follow',
    access: 'user',
    summary: 'Follows a person; nothing happens when one does already.',
    params: personParams,
    answer: Follows,
    errors: ['NOT_FOUND', 'TOO_MANY_FOLLOWED'],
  },
  unfollowUser: {
    method: 'DELETE',
    path: '/api/users/{handle}/follow',
    access: 'user',
    summary: 'Follows a person no longer.',
    params: personParams,
    answer: Follows,
    errors: ['NOT_FOUND'],
  },
  followMarket: {
    method: 'PUT',
    path: '/api/market/{id}/follow',
    access: 'user',
    needs: ['predictionMarkets'],
    summary: 'Follows a market; nothing happens when one does already.',
    params: marketParams,
    answer: marketFollow,
    errors: ['NOT_FOUND', 'TOO_MANY_FOLLOWED'],
  },
  unfollowMarket: {
    method: 'DELETE',
    path: '/api/market/{id}/follow',
    access: 'user',
    needs: ['predictionMarkets'],
    summary: 'Follows a market no longer.',
    params: marketParams,
    answer: marketFollow,
    errors: ['NOT_FOUND'],
  },
});
