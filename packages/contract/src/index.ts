export * from './amounts.ts';
export * from './errors.ts';
export * from './ids.ts';
export * from './market.ts';
export * from './routes.ts';
export * from './social.ts';
export * from './text.ts';
