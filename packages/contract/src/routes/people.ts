import { z } from 'zod';
import { UserSummary } from '../market.ts';
import { define } from '../route.ts';
import { Profile } from '../social.ts';
import { Handle } from '../text.ts';

export const peopleRoutes = define({
  getProfile: {
    method: 'GET',
    path: '/api/users/{handle}',
    access: 'anyone',
    shared: true,
    summary: 'A person: statistics, calibration, latest markets and posts.',
    params: z.object({ handle: Handle }),
    answer: Profile,
    errors: ['NOT_FOUND'],
  },
  findUsers: {
    method: 'GET',
    path: '/api/users',
    access: 'anyone',
    summary: 'People whose handle or name begins with the query.',
    query: z.object({ query: z.string().trim().min(1).max(60) }),
    answer: z.object({ users: z.array(UserSummary) }),
  },
});
