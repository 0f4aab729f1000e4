export type * from './api.ts';
export { Refusal } from './refusal.ts';
