import { z } from 'zod';
import { Balance } from '../amounts.ts';
import { define } from '../route.ts';

export const operatorRoutes = define({
  closeMarkets: {
    method: 'POST',
    path: '/api/cron/close-markets',
    access: 'cron',
    summary: 'Closes every market past its closing time. Idempotent. Bearer MARKET_CRON_SECRET.',
    answer: z.object({ closed: z.int().min(0) }),
  },
  getInstance: {
    method: 'GET',
    path: '/api/instance',
    access: 'anyone',
    summary: 'What a client needs to know about this instance.',
    answer: z.object({
      name: z.string(),
      demo: z.boolean(),
      signupCredits: Balance,
      subsidyFrom: z.enum(['CREATOR', 'HOUSE']),
      needsAdmin: z.boolean(),
      version: z.string(),
    }),
  },
});
