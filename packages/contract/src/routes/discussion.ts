import { define } from '../route.ts';

export const discussionRoutes = define({});
