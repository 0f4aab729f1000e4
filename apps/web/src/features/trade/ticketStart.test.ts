import { expect, it } from 'vitest';
import { startingDraft } from './ticketStart.ts';

it.each([
  ['BUY', undefined, '50'],
  ['BUY', 9_500, '50'],
  ['BUY', 12, '12'],
  ['BUY', 0, ''],
  ['SELL', 9_500, ''],
] as const)('%s with a balance of %s starts at %j', (action, balance, amount) => {
  expect(startingDraft({ action, outcome: 1 }, balance)).toMatchObject({ action, outcome: 1, amount });
});

it('begins with the amount that was chosen before', () => {
  expect(startingDraft({ action: 'BUY', outcome: 0, amount: '250' }, 9_500).amount).toBe('250');
});
