export { lmsr } from './lmsr.ts';
export * as lmsrFormulas from './lmsrFormulas.ts';
export * from './marketMaker.ts';
export * from './tradeToMove.ts';
