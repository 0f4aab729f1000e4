import type { Market, Outcome } from '@mesh-markets/contract';
import { expect, it } from 'vitest';
import { liquidityWords, subsidyWords } from './liquidityWords.ts';

const outcome = (index: number, label: string): Outcome => ({
  index,
  label,
  shares: 0,
  phantomShares: 0,
  probability: 0.5,
});

it('explains liquidity by an example that is true now', () => {
  // 1000 ln(1 + (e^0.1 - 1) / 0.5) = 191 shares move even odds to 1 / (1 + e^-0.191) = 55 %.
  expect(liquidityWords({ b: 1_000, outcomes: [outcome(0, 'YES'), outcome(1, 'NO')] })).toContain(
    'buying YES for ₡\u202f100 moves it 50\u202f% → 55\u202f%',
  );
});

it('says who stands behind the payouts', () => {
  const creator = { handle: 'ana' } as Market['creator'];
  expect(subsidyWords({ subsidy: 694, subsidyFrom: 'HOUSE', creator })).toMatch(
    /^The house put in ₡\u202f694/,
  );
  expect(subsidyWords({ subsidy: 694, subsidyFrom: 'CREATOR', creator })).toMatch(/^@ana put in/);
});
