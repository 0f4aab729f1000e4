import { z } from 'zod';
import { UserSummary } from '../market.ts';
import { define } from '../route.ts';
import { LeaderboardRow, Profile } from '../social.ts';
import { Handle } from '../text.ts';
import { limit } from './parts.ts';

export const peopleRoutes = define({
  getProfile: {
    method: 'GET',
    path: '/api/users/{handle}',
    access: 'anyone',
    shared: true,
    summary: 'A person: statistics, calibration, latest posts.',
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
  getLeaderboard: {
    method: 'GET',
    path: '/api/leaderboard',
    access: 'anyone',
    shared: true,
    summary: 'People by trading profit.',
    query: z.object({ limit: limit(100, 50) }),
    answer: z.object({ rows: z.array(LeaderboardRow) }),
  },
});
