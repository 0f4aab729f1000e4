import { expect, it } from 'vitest';
import { entryWords } from './ledgerWords.ts';

it.each([
  ['BUY', { index: 0, label: 'YES' }, 'Bought YES'],
  ['SELL', { index: 2, label: 'Blue team' }, 'Sold Blue team'],
  ['PAYOUT', undefined, 'Payout'],
  ['SIGNUP_GRANT', undefined, 'Welcome credits'],
] as const)('%s of %j: %s', (kind, outcome, words) => {
  expect(entryWords({ kind, outcome })).toBe(words);
});
