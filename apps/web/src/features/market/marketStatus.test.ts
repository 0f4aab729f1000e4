import type { Market, Outcome } from '@mesh-markets/contract';
import { describe, expect, it } from 'vitest';
import { leadingOutcomes, phaseOf, resolverOf, verdictOf } from './marketStatus.ts';

const outcome = (index: number, label: string, probability: number): Outcome => ({
  index,
  label,
  probability,
  shares: 0,
  phantomShares: 0,
});
const yesNo = [outcome(0, 'YES', 0.6), outcome(1, 'NO', 0.4)];
const closesAt = '2027-01-01T00:00:00Z';
const closing = Date.parse(closesAt);

describe('phaseOf', () => {
  it.each([
    ['OPEN', closing - 1, 'OPEN'],
    ['OPEN', closing, 'WAITING'],
    ['OPEN', closing + 1, 'WAITING'],
    ['CLOSED', closing - 1, 'WAITING'],
    ['RESOLVED', closing - 1, 'RESOLVED'],
  ] as const)('%s at %d is %s', (state, now, phase) => {
    expect(phaseOf({ state, closesAt }, now)).toBe(phase);
  });
});

describe('resolverOf', () => {
  const creator = { handle: 'ana' } as Market['creator'];
  const oracle = { handle: 'ben' } as Market['creator'];
  it('is the creator unless an oracle was named', () => {
    expect(resolverOf({ creator })).toBe(creator);
    expect(resolverOf({ creator, oracle })).toBe(oracle);
  });
});

describe('verdictOf', () => {
  it('is absent before resolution', () => {
    expect(verdictOf({ outcomes: yesNo })).toBeUndefined();
  });
  it('names a side and an index by its label', () => {
    expect(verdictOf({ outcomes: yesNo, outcome: 'NO' })).toEqual({ kind: 'OUTCOME', index: 1, label: 'NO' });
    expect(verdictOf({ outcomes: yesNo, outcome: 0 })).toEqual({ kind: 'OUTCOME', index: 0, label: 'YES' });
  });
  it('knows a void', () => {
    expect(verdictOf({ outcomes: yesNo, outcome: 'N_A' })).toEqual({ kind: 'VOID' });
  });
  it('lists the parts of a split, largest first, without the empty ones', () => {
    const outcomes = [outcome(0, 'A', 0.2), outcome(1, 'B', 0.3), outcome(2, 'C', 0.5)];
    const resolution = { weights: [2500, 7500, 0] } as Market['resolution'] & object;
    expect(verdictOf({ outcomes, outcome: 'WEIGHTED', resolution })).toEqual({
      kind: 'SPLIT',
      parts: [
        { label: 'B', basisPoints: 7500 },
        { label: 'A', basisPoints: 2500 },
      ],
    });
  });
});

describe('leadingOutcomes', () => {
  it('takes the likeliest and counts the rest', () => {
    const outcomes = [0.1, 0.4, 0.1, 0.25, 0.15].map((p, index) => outcome(index, `${index}`, p));
    const { leading, others } = leadingOutcomes(outcomes, 3);
    expect(leading.map(({ index }) => index)).toEqual([1, 3, 4]);
    expect(others).toBe(2);
  });
  it('keeps the order of the question among equals', () => {
    const outcomes = Array.from({ length: 64 }, (_, index) => outcome(index, `${index}`, 1 / 64));
    expect(leadingOutcomes(outcomes, 3).leading.map(({ index }) => index)).toEqual([0, 1, 2]);
  });
});
