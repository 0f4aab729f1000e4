export type * from './api.ts';
export { createEngine, DEFAULT_SETTINGS, type EnginePools } from './createEngine.ts';
export { migrate } from './migrate.ts';
export type { News } from './news.ts';
export { type OpenEngine, openEngine } from './openEngine.ts';
export { openPool, type PoolOptions } from './pool.ts';
export { Refusal } from './refusal.ts';
