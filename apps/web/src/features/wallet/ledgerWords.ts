import type { LedgerKind } from '@mesh-markets/contract';

/** Every kind of movement in the words a person would use. */
export const ledgerWords: Readonly<Record<LedgerKind, string>> = {
  SIGNUP_GRANT: 'Welcome credits',
  HOUSE_FUNDING: 'Funding from the house',
  SUBSIDY: 'Liquidity for a question you asked',
  BUY: 'Bought shares',
  SELL: 'Sold shares',
  PAYOUT: 'Payout',
  REFUND: 'Refund of a void market',
  SUBSIDY_RETURN: 'Liquidity returned',
};
