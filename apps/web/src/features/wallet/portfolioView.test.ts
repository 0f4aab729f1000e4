import type { PortfolioPosition } from '@mesh-markets/contract';
import { expect, it } from 'vitest';
import { portfolioView } from './portfolioView.ts';

const position = (question: string, label: string, value: number, profit: number, closesAt: string) =>
  ({ market: { question, closesAt }, label, value, profit }) as PortfolioPosition;

const rain = position('Will it rain?', 'YES', 50, -3, '2027-01-03T00:00:00Z');
const snow = position('Will it snow?', 'NO', 10, 9, '2027-01-01T00:00:00Z');
const cup = position('Who wins the cup?', 'Rainbows', 70, 1, '2027-01-02T00:00:00Z');
const all = [rain, snow, cup];

it.each([
  ['newest', [rain, snow, cup]],
  ['worth', [cup, rain, snow]],
  ['best', [snow, cup, rain]],
  ['worst', [rain, cup, snow]],
  ['closing', [snow, cup, rain]],
] as const)('puts positions in order: %s', (order, expected) => {
  expect(portfolioView(all, '', order)).toEqual(expected);
});

it('finds words in the question and in the outcome', () => {
  expect(portfolioView(all, ' RAIN ', 'newest')).toEqual([rain, cup]);
  expect(portfolioView(all, 'rain will', 'newest')).toEqual([rain]);
  expect(portfolioView(all, 'hail', 'newest')).toEqual([]);
});
