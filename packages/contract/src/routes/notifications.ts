import { define } from '../route.ts';

export const notificationsRoutes = define({});
