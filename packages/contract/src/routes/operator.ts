import { z } from 'zod';
import { Balance } from '../amounts.ts';
import { Bounds } from '../bounds.ts';
import { EmailVerification, SignUpMode } from '../members.ts';
import { Transparency } from '../operations.ts';
import { define } from '../route.ts';

export const operatorRoutes = define({
  closeMarkets: {
    method: 'POST',
    path: '/api/cron/close-markets',
    access: 'cron',
    summary: 'Closes every market past its closing time. Idempotent. Bearer MARKET_CRON_SECRET.',
    answer: z.object({ closed: z.int().min(0) }),
  },
  getTransparency: {
    method: 'GET',
    path: '/api/transparency',
    access: 'anyone',
    shared: true,
    summary: 'Where all credits are, when the books were last proven, and how markets were decided.',
    answer: Transparency,
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
      /** For how long proposed results may be disputed before they are paid; 0 when they are paid at once. */
      disputeHours: z.int().min(0),
      /** Whether those who asked a question may buy in its market, and oracles in what they decide. */
      creatorsTrade: z.boolean(),
      oraclesTrade: z.boolean(),
      /** Days after the end of trading from which moderators may resolve what nobody has resolved; 0 when they never may. */
      abandonedAfterDays: z.int().min(0),
      needsAdmin: z.boolean(),
      signUp: SignUpMode,
      emailVerification: EmailVerification,
      /** Whether people sign in and up with passwords. */
      passwordSignIn: z.boolean(),
      /** What the other service is called that people may sign in by; absent where there is none. */
      provider: z.string().optional(),
      /** How much one may buy and ask here; what is absent has no bound. */
      bounds: Bounds,
      /** Without it nobody is sent a link to a new password. */
      sendsMail: z.boolean(),
      /** How people reach whoever runs this, in their own words. */
      operatorContact: z.string().optional(),
      version: z.string(),
    }),
  },
});
