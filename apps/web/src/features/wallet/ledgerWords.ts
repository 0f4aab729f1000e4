import type { LedgerEntry, LedgerKind } from '@mesh-markets/contract';

/** Every kind of movement in the words a person would use. */
const ledgerWords: Readonly<Record<LedgerKind, string>> = {
  SIGNUP_GRANT: 'Welcome credits',
  HOUSE_FUNDING: 'Funding from the house',
  SUBSIDY: 'Liquidity for a question you asked',
  BUY: 'Bought shares',
  SELL: 'Sold shares',
  PAYOUT: 'Payout',
  REFUND: 'Refund of a void market',
  SUBSIDY_RETURN: 'Liquidity returned',
  CORRECTION: 'Correction of a result',
  SUBSIDY_CORRECTION: 'Liquidity, after a correction',
  CORRECTION_COVER: 'Stood in for a correction',
  CORRECTION_ISSUE: 'Issued for a correction',
};

/** What happened, with what was traded: `Bought YES`. */
export const entryWords = ({ kind, outcome }: Pick<LedgerEntry, 'kind' | 'outcome'>): string => {
  if (outcome !== undefined && kind === 'BUY') return `Bought ${outcome.label}`;
  if (outcome !== undefined && kind === 'SELL') return `Sold ${outcome.label}`;
  return ledgerWords[kind];
};
