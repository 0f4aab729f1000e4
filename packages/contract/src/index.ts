export * from './amounts.ts';
export * from './errors.ts';
export * from './ids.ts';
export * from './market.ts';
export type { Access, Route } from './route.ts';
export type { MarketDetail } from './routes/markets.ts';
export * from './routes.ts';
export * from './social.ts';
export * from './text.ts';
