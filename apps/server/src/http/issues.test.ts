import { CloseMarketBody, CreateMarketBody, Order } from '@mesh-markets/contract';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { describeIssues } from './issues.ts';

const issuesOf = (schema: z.ZodType, value: unknown) =>
  describeIssues(schema.safeParse(value, { reportInput: true }).error?.issues ?? []);

describe('describeIssues', () => {
  test('speaks of the kind of order that was meant', () => {
    expect(issuesOf(Order, { side: 'YES', credits: 1.5 })).toEqual([
      { path: 'credits', message: 'Must be a whole number of credits.' },
    ]);
    expect(issuesOf(Order, { side: 'YES', action: 'SELL', shares: -1 })).toEqual([
      { path: 'shares', message: 'Must be more than 0 shares.' },
    ]);
  });

  test('names what is missing and what is unknown', () => {
    expect(issuesOf(Order, { side: 'YES' })).toEqual([{ path: 'credits', message: 'Is missing.' }]);
    expect(issuesOf(Order, { side: 'YES', credits: 5, price: 0.1 })).toEqual([
      { path: 'price', message: 'There is no such field.' },
    ]);
    const sayWhy = expect.stringMatching(/^Say in "reason" why/);
    expect(issuesOf(CloseMarketBody, {})).toEqual([{ path: 'reason', message: sayWhy }]);
    expect(issuesOf(CloseMarketBody, undefined)).toEqual([{ path: '', message: sayWhy }]);
  });

  test('a rule over several fields stands at the whole', () => {
    expect(issuesOf(Order, { credits: 5 })).toEqual([
      { path: '', message: 'Name the outcome once: side (YES or NO) or outcome (its index).' },
    ]);
  });

  test('tells every mistake with its path', () => {
    const closesAt = '2030-01-01T00:00:00Z';
    expect(issuesOf(CreateMarketBody, { question: '', closesAt, outcomes: ['a', ''] })).toEqual([
      { path: 'question', message: 'Must not be empty.' },
      { path: 'outcomes.1', message: 'Must not be empty.' },
    ]);
  });
});
