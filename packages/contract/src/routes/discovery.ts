import { define } from '../route.ts';

export const discoveryRoutes = define({});
