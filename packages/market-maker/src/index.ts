export * from './marketMaker.ts';
