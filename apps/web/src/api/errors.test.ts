import { ApiError, NetworkError } from '@mesh-markets/client';
import type { Problem } from '@mesh-markets/contract';
import { describe, expect, test } from 'vitest';
import { errorSentence, fieldErrors, hasCode } from './errors.ts';

const problem = (change: Partial<Problem>): Problem => ({
  type: 'about:blank',
  title: 'A title.',
  status: 400,
  code: 'VALIDATION_FAILED',
  ...change,
});

describe('a failure as a sentence', () => {
  test.each([
    [new ApiError(problem({ detail: 'You have ₡ 20.' })), 'You have ₡ 20.'],
    [new ApiError(problem({})), 'A title.'],
    [new ApiError(problem({ code: 'RATE_LIMITED' }), 2.3), 'Too many requests. Try again in 3 seconds.'],
    [new ApiError(problem({ code: 'RATE_LIMITED' }), 1), 'Too many requests. Try again in 1 second.'],
    [new ApiError(problem({ code: 'RATE_LIMITED' })), 'Too many requests. Wait a moment and try again.'],
    [new NetworkError('No answer.'), 'No answer.'],
    [new TypeError('x is not a function'), 'Something went wrong on this page. Reload it and try again.'],
  ])('%#', (error, expected) => {
    expect(errorSentence(error)).toBe(expected);
  });
});

test('messages of fields, the first of each', () => {
  const error = new ApiError(
    problem({
      errors: [
        { path: 'closesAt', message: 'Must be in the future.' },
        { path: 'closesAt', message: 'Second.' },
      ],
    }),
  );
  expect([...fieldErrors(error)]).toEqual([['closesAt', 'Must be in the future.']]);
  expect(fieldErrors(new Error('other')).size).toBe(0);
});

test('codes', () => {
  expect(hasCode(new ApiError(problem({ code: 'NOT_FOUND' })), 'NOT_FOUND')).toBe(true);
  expect(hasCode(new Error('NOT_FOUND'), 'NOT_FOUND')).toBe(false);
});
