export * from './client.ts';
export * from './errors.ts';
export * from './live.ts';
export * from './localQuote.ts';
export * from './newKey.ts';
