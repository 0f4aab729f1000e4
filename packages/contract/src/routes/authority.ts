import { z } from 'zod';
import { BanBody, Deed, PersonFacts } from '../authority.ts';
import { BanId, PostId } from '../ids.ts';
import { define } from '../route.ts';
import { Role } from '../social.ts';
import { DeedReason, Handle } from '../text.ts';
import { nextCursor, page } from './parts.ts';

const person = z.object({ handle: Handle });

export const authorityRoutes = define({
  listPeople: {
    method: 'GET',
    path: '/api/admin/people',
    access: 'user',
    summary:
      'People with what a moderator wants to know of them: those whose handle or name begins with the query; without one whoever has a role or a ban, then the latest.',
    query: z.object({ query: z.string().trim().max(60).optional() }),
    answer: z.object({ people: z.array(PersonFacts) }),
    errors: ['FORBIDDEN'],
  },
  banPerson: {
    method: 'POST',
    path: '/api/admin/people/{handle}/bans',
    access: 'user',
    summary:
      'Takes trading, posting or the control of markets from somebody, for a while. Moderator or admin.',
    params: person,
    body: BanBody,
    answer: PersonFacts,
    status: 201,
    errors: ['NOT_FOUND', 'FORBIDDEN'],
  },
  liftBan: {
    method: 'DELETE',
    path: '/api/admin/bans/{id}',
    access: 'user',
    summary: 'Lifts a ban before its time; a second time changes nothing. Moderator or admin.',
    params: z.object({ id: BanId }),
    answer: z.null(),
    status: 204,
    errors: ['NOT_FOUND', 'FORBIDDEN'],
  },
  setRole: {
    method: 'PUT',
    path: '/api/admin/people/{handle}/role',
    access: 'user',
    summary: 'Makes somebody a moderator, an admin, or neither. Admin.',
    params: person,
    body: z.strictObject({ role: Role }),
    answer: PersonFacts,
    errors: ['NOT_FOUND', 'FORBIDDEN'],
  },
  hidePost: {
    method: 'PUT',
    path: '/api/admin/posts/{id}/hidden',
    access: 'user',
    summary:
      'Leaves a post or market out of feeds and search; its address, and trading, go on working. Moderator or admin.',
    params: z.object({ id: PostId }),
    body: z.strictObject({ reason: DeedReason }),
    answer: z.null(),
    status: 204,
    errors: ['NOT_FOUND', 'FORBIDDEN'],
  },
  showPost: {
    method: 'DELETE',
    path: '/api/admin/posts/{id}/hidden',
    access: 'user',
    summary: 'Shows a hidden post or market again. Moderator or admin.',
    params: z.object({ id: PostId }),
    answer: z.null(),
    status: 204,
    errors: ['NOT_FOUND', 'FORBIDDEN'],
  },
  listDeeds: {
    method: 'GET',
    path: '/api/admin/log',
    access: 'user',
    summary: 'What moderators and admins did, latest first. Admin.',
    query: z.object(page),
    answer: z.object({ deeds: z.array(Deed), nextCursor }),
    errors: ['FORBIDDEN'],
  },
});
