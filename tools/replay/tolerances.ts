import type { SourceTrade } from './source.ts';

/** One token of the source is so many credits, one share so many shares, and the liquidity grows alike. */
export const SCALE = 100;

/** Our rounding to whole credits, against the trader: less than this a trade. */
const ROUNDING_CREDITS = 1;

/**
 * Recorded shares times the scale are rounded to a millionth of a share, which moves a cost by less than a millionth of a
 * credit; the sums of many traders' roundings in a market by a little more.
 */
const SHARE_ROUNDING_CREDITS = 1e-4;

interface Tolerance {
  readonly project: string;
  readonly applies: (trade: SourceTrade) => boolean;
  /** Of a transaction, in tokens of the source. */
  readonly tokens: number;
  readonly reason: string;
}

const isWhole = ({ costSource }: SourceTrade): boolean => costSource === 'recorded';
const isSaleAndPurchase = ({ costSource }: SourceTrade): boolean => costSource === 'derived';

/** Shares in thousandths move a cost by up to 6.74e-4 tokens, which the source states as 6.7e-4. */
const narps = (project: string): Tolerance[] => [
  { project, applies: isWhole, tokens: 6.8e-4, reason: 'shares have 3 digits: cost within 6.7e-4' },
  { project, applies: isSaleAndPurchase, tokens: 2 * 6.8e-4, reason: 'the same for each of two legs' },
];

/** How far each source's own figures are from its own formula, as its SOURCE.txt states. The first that applies counts. */
const TOLERANCES: readonly Tolerance[] = [
  {
    project: 'RPP',
    applies: ({ market, txn }) => market === 'rpp-007' && Number(txn) >= 5523,
    tokens: 3.1e-3,
    reason: 'rpp-007 lacks one unpublished trade of 0.025166 YES shares before transaction 5523',
  },
  { project: 'RPP', applies: isWhole, tokens: 5e-11, reason: 'recorded cost = model within 5e-11' },
  { project: 'EERP', applies: isWhole, tokens: 3.1e-5, reason: 'costs are stored as float32' },
  {
    project: 'EERP',
    applies: isSaleAndPurchase,
    tokens: 0.021,
    reason: '88 of 99 recorded totals of two legs agree within 2e-3, 11 are off by 0.002 to 0.021',
  },
  { project: 'ML2', applies: isWhole, tokens: 5.3e-8, reason: 'recorded cost = model within 5.3e-8' },
  ...narps('NARPS-TEAM'),
  ...narps('NARPS-NONTEAM'),
];

/** NARPS: final balances follow from the trades within 3.4e-3 tokens. */
export const FINAL_BALANCE_TOKENS = 3.4e-3;

/**
 * By how many credits our cost of a transaction, of so many legs, may differ from the recorded one. A source that is not in the
 * table has no tolerance of its own.
 */
export const allowedCredits = (project: string, transaction: SourceTrade, legs: number): number => {
  const source = TOLERANCES.find((each) => each.project === project && each.applies(transaction));
  return legs * (ROUNDING_CREDITS + SHARE_ROUNDING_CREDITS) + (source?.tokens ?? 0) * SCALE;
};
