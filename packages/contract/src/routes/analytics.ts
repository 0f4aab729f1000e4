import { define } from '../route.ts';

export const analyticsRoutes = define({});
