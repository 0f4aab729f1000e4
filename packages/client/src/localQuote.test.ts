import type { Market } from '@mesh-markets/contract';
import { expect, test } from 'vitest';
import { localQuote } from './localQuote.ts';

const market = {
  b: 1_000,
  outcomes: [0, 1].map((index) => ({
    index,
    label: index === 0 ? 'YES' : 'NO',
    shares: index === 0 ? 250 : 0,
    phantomShares: 0,
    probability: index === 0 ? 0.562 : 0.438,
  })),
} satisfies Pick<Market, 'b' | 'outcomes'>;

test('a spend and the number of shares it buys are the same trade seen from two ends', () => {
  const spend = localQuote(market, { side: 'YES', credits: 300 });
  const shares = localQuote(market, { side: 'YES', action: 'BUY', shares: spend.shares });
  expect(shares).toMatchObject({ action: 'BUY', outcome: 0, shares: spend.shares, cost: 300 });
  expect(shares.probabilityAfter).toBe(spend.probabilityAfter);
});

test('the cost of a number of shares is rounded up and the proceeds of selling them down', () => {
  const bought = localQuote(market, { outcome: 1, action: 'BUY', shares: 10 });
  const sold = localQuote(market, { outcome: 0, action: 'SELL', shares: 10 });
  expect(bought.cost).toBe(5); // 10 shares from 43.8 % cost 4.39
  expect(sold.cost).toBe(-5); // 10 shares from 56.2 % bring 5.61
});
