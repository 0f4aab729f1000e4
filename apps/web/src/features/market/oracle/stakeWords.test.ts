import type { Holding } from '@mesh-markets/contract';
import { expect, test } from 'vitest';
import { stakeWords, stakeWorthWords } from './stakeWords.ts';

const holding = (label: string, shares: number, value: number): Holding => ({
  outcome: 0,
  label,
  shares,
  costBasis: 10,
  value,
});
const plain = (text: string): string => text.replaceAll(/\s/g, ' ');

test.each([
  [[], 'holds nothing here', 'holds nothing here', 'held nothing here'],
  [[holding('YES', 40, 20)], 'holds 40 YES', 'holds 40 YES, worth ₡ 20', 'held 40 YES'],
  [
    [holding('YES', 40, 20), holding('NO', 2.5, 1)],
    'holds 40 YES and 2.5 NO',
    'holds 40 YES and 2.5 NO, worth ₡ 21',
    'held 40 YES and 2.5 NO',
  ],
])('what a resolver holds, in words: %o', (holdings, short, worth, past) => {
  expect(plain(stakeWords({ holdings }, false))).toBe(short);
  expect(plain(stakeWorthWords({ holdings }, false))).toBe(worth);
  expect(plain(stakeWorthWords({ holdings }, true))).toBe(past);
});
