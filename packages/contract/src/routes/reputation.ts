import { define } from '../route.ts';

export const reputationRoutes = define({});
