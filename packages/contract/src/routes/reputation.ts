import { z } from 'zod';
import { BotFlag, Leaderboard, LeaderboardPeriod, ProfitDay } from '../reputation.ts';
import { define } from '../route.ts';
import { Handle } from '../text.ts';
import { page } from './parts.ts';

const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((value) => value === 'true');

export const reputationRoutes = define({
  getLeaderboard: {
    method: 'GET',
    path: '/api/leaderboard',
    access: 'anyone',
    needs: ['predictionMarkets'],
    shared: true,
    summary:
      'People by realised profit, by calibration, or by the traders their markets attracted. Trades in markets that somebody decides themselves, and bots, count only where asked for.',
    query: z.object({
      ...page,
      board: z.enum(['profit', 'calibration', 'creators']).default('profit'),
      /** Of the profits; by UTC, weeks from Monday. */
      period: LeaderboardPeriod.default('all'),
      ownMarkets: flag,
      bots: flag,
    }),
    answer: Leaderboard,
  },
  getProfitHistory: {
    method: 'GET',
    path: '/api/users/{handle}/profit',
    access: 'anyone',
    needs: ['predictionMarkets'],
    shared: true,
    summary: 'What a person realised on each day they traded or were paid, by UTC, oldest first.',
    params: z.object({ handle: Handle }),
    answer: z.object({ days: z.array(ProfitDay) }),
    errors: ['NOT_FOUND'],
  },
  flagBot: {
    method: 'PATCH',
    path: '/api/users/{handle}',
    access: 'user',
    summary: 'Says of somebody that it is a program that trades, or that it is not. Admin.',
    params: z.object({ handle: Handle }),
    body: z.strictObject({ bot: z.boolean() }),
    answer: BotFlag,
    errors: ['NOT_FOUND', 'FORBIDDEN'],
  },
});
