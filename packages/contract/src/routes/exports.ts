import { define } from '../route.ts';

export const exportsRoutes = define({});
