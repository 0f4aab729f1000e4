import { CreateMarketBody } from '@mesh-markets/contract';
import { expect, test, vi } from 'vitest';
import { placeErrors, problemsOf } from './formErrors.ts';

test("the contract's own words, first message per place", () => {
  const problems = problemsOf(CreateMarketBody, { question: ' ', closesAt: 'soon', outcomes: ['a', 'A'] });
  expect([...problems.keys()].sort()).toEqual(['closesAt', 'outcomes', 'question']);
  expect(problems.get('question')).toBe('Must not be empty.');
});

test('a sound request has no problems', () => {
  expect(problemsOf(CreateMarketBody, { question: 'Rain?', closesAt: '2030-01-01T00:00:00Z' }).size).toBe(0);
});

test('messages go to their fields, the first takes the focus, the rest comes back', () => {
  const setError = vi.fn();
  const errors = new Map([
    ['outcomes.2', 'Must not be empty.'],
    ['question', 'Too long.'],
    ['somewhere', 'Unknown.'],
  ]);
  const homeless = placeErrors<{ question: string; labels: string }>(
    errors,
    { question: 'question', outcomes: 'labels' },
    setError,
  );
  expect(homeless).toEqual(['Unknown.']);
  expect(setError.mock.calls).toEqual([
    ['labels', { type: 'server', message: 'Must not be empty.' }, { shouldFocus: true }],
    ['question', { type: 'server', message: 'Too long.' }, { shouldFocus: false }],
  ]);
});
