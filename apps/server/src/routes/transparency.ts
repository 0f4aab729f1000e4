import type { RouteHandler } from '../api/handler.ts';

export const getTransparency: RouteHandler<'getTransparency'> = (_call, { engine }) =>
  engine.getTransparency();
