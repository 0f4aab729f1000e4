import type { RouteHandler } from '../api/handler.ts';

/** What the job of the same name does every minute, for operators who drive it from outside. */
export const closeMarkets: RouteHandler<'closeMarkets'> = (_call, { engine }) => engine.closeDueMarkets();
