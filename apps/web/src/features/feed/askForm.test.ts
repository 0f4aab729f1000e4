import { CreateMarketBody, type UserSummary } from '@mesh-markets/contract';
import { describe, expect, test } from 'vitest';
import { type AskForm, askBody, askFields, emptyAskForm, openingOdds } from './askForm.ts';

const form = (change: Partial<AskForm> = {}): AskForm => ({
  ...emptyAskForm('2026-12-01T18:00'),
  question: 'Will it rain?',
  ...change,
});

const closesAt = new Date(2026, 11, 1, 18, 0).toISOString();

describe('the request for what the form says', () => {
  test('a plain question sends only what differs from the defaults', () => {
    expect(askBody(form())).toEqual({ question: 'Will it rain?', closesAt, b: 1000 });
  });

  test('uneven odds, a description and an oracle', () => {
    const oracle = { id: '7', handle: 'ana', name: 'Ana' } as UserSummary;
    expect(askBody(form({ chance: 29, description: ' By the record. ', oracle }))).toEqual({
      question: 'Will it rain?',
      description: 'By the record.',
      closesAt,
      b: 1000,
      initialProbability: 0.29,
      oracleId: '7',
    });
  });

  test('several outcomes have labels and no single chance', () => {
    const body = askBody(
      form({
        type: 'MULTIPLE',
        chance: 20,
        outcomes: [
          { label: 'A', percent: '20' },
          { label: 'B', percent: '80' },
        ],
      }),
    );
    expect(body).toMatchObject({ outcomes: ['A', 'B'] });
    expect(body).not.toHaveProperty('initialProbability');
  });

  test('several outcomes open at odds of their own where these were set', () => {
    const outcomes = [
      { label: 'A', percent: '12.5' },
      { label: 'B', percent: '87.5' },
    ];
    const body = askBody(form({ type: 'MULTIPLE', outcomes, ownOdds: true }));
    expect(body.initialProbability).toEqual([0.125, 0.875]);
    expect(CreateMarketBody.safeParse(body).success).toBe(true);
    expect(openingOdds(form({ type: 'MULTIPLE', outcomes, ownOdds: true }))).toEqual([0.125, 0.875]);
  });

  test('every chance of the slider is one the contract takes', () => {
    for (let chance = 1; chance <= 99; chance++) {
      expect(CreateMarketBody.safeParse(askBody(form({ chance }))).success).toBe(true);
    }
  });
});

test('an outcome shows its own message', () => {
  expect(askFields(form())).toMatchObject({
    b: 'liquidity',
    outcomes: 'outcomes',
    'outcomes.2': 'outcomes.2.label',
  });
});

test('odds of the opening', () => {
  expect(openingOdds(form({ chance: 30 }))).toEqual([0.3, 0.7]);
  const outcomes = ['50', '20'].map((percent) => ({ label: '', percent }));
  expect(openingOdds(form({ type: 'MULTIPLE', outcomes }))).toEqual([0.5, 0.5]);
  expect(openingOdds(form({ type: 'MULTIPLE', outcomes, ownOdds: true }))).toEqual([0.5, 0.5]);
});
