import { describe, expect, test } from 'vitest';
import {
  formatCounted,
  formatCredits,
  formatCreditsCompact,
  formatPercent,
  formatPoints,
  formatPrice,
  formatShares,
  formatSignedCredits,
} from './format.ts';

/** Readable expectations: the narrow space as a plain one, the minus sign as a hyphen. */
const plain = (text: string): string => text.replaceAll('\u202f', ' ').replaceAll('\u2212', '-');

describe('credits', () => {
  test.each([
    [0, '₡ 0'],
    [9500, '₡ 9,500'],
    [-20, '-₡ 20'],
    [1_000_000_000, '₡ 1,000,000,000'],
  ])('%d', (credits, expected) => {
    expect(plain(formatCredits(credits))).toBe(expected);
  });

  test.each([
    [120, '+₡ 120'],
    [0, '₡ 0'],
    [-45, '-₡ 45'],
  ])('signed %d', (credits, expected) => {
    expect(plain(formatSignedCredits(credits))).toBe(expected);
  });

  test.each([
    [9999, '₡ 9,999'],
    [12_340, '₡ 12.3K'],
    [-2_500_000, '-₡ 2.5M'],
  ])('compact %d', (credits, expected) => {
    expect(plain(formatCreditsCompact(credits))).toBe(expected);
  });
});

describe('probabilities never claim certainty', () => {
  test.each([
    [0.5, '50 %'],
    [0.624, '62 %'],
    [0.01, '1 %'],
    [0.0149, '1 %'],
    [0.0099, '1 %'],
    [0.004, '0.4 %'],
    [0.0001, '<0.1 %'],
    [0, '<0.1 %'],
    [0.99, '99 %'],
    [0.996, '99.6 %'],
    [0.9999, '>99.9 %'],
    [1, '>99.9 %'],
  ])('%d', (probability, expected) => {
    expect(plain(formatPercent(probability))).toBe(expected);
  });

  test('no open odds read 0 % or 100 %', () => {
    for (let step = 1; step < 10_000; step++) {
      expect(plain(formatPercent(step / 10_000))).not.toMatch(/^(0|100)(\.0)? %$/);
    }
  });

  test.each([
    [0.62, '62¢'],
    [0.004, '0.4¢'],
  ])('price %d', (probability, expected) => {
    expect(formatPrice(probability)).toBe(expected);
  });
});

describe('changes of probability', () => {
  test.each([
    [0.042, '+4.2'],
    [-0.003, '-0.3'],
    [0.0004, '0'],
    [-0.31, '-31'],
    [0, '0'],
  ])('%d', (change, expected) => {
    expect(plain(formatPoints(change))).toBe(expected);
  });
});

describe('shares', () => {
  test.each([
    [1204.5179, '1,204.5'],
    [78.4, '78.4'],
    [1, '1'],
    [0.031234, '0.0312'],
    [0, '0'],
  ])('%d', (shares, expected) => {
    expect(formatShares(shares)).toBe(expected);
  });
});

test('counted things', () => {
  expect(formatCounted(1, 'trader')).toBe('1 trader');
  expect(formatCounted(1200, 'trader')).toBe('1,200 traders');
  expect(formatCounted(0, 'reply', 'replies')).toBe('0 replies');
});
