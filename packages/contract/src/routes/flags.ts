import { z } from 'zod';
import { FeatureName, Features, Flag, SetFlagBody } from '../flags.ts';
import { define } from '../route.ts';

export const flagsRoutes = define({
  getFeatures: {
    method: 'GET',
    path: '/api/features',
    access: 'anyone',
    shared: true,
    summary:
      'What the one who asks may use now. It changes while pages are open: ask again every few seconds.',
    answer: Features,
  },
  listFlags: {
    method: 'GET',
    path: '/api/admin/flags',
    access: 'user',
    summary: 'Every switch and how it stands. Admin.',
    answer: z.object({ flags: z.array(Flag) }),
    errors: ['FORBIDDEN'],
  },
  setFlag: {
    method: 'PATCH',
    path: '/api/admin/flags/{name}',
    access: 'user',
    summary: 'Turns a switch; every process acts on it within five seconds. Admin.',
    params: z.object({ name: FeatureName }),
    body: SetFlagBody,
    answer: Flag,
    errors: ['NOT_FOUND', 'FORBIDDEN'],
  },
});
