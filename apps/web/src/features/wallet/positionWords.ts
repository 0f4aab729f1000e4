import type { PortfolioPosition } from '@mesh-markets/contract';

/** How a resolved position ended. In a binary market outcome 0 is YES and 1 is NO. */
export const endWords = ({ market, outcome }: Pick<PortfolioPosition, 'market' | 'outcome'>): string => {
  switch (market.outcome) {
    case undefined:
      return '';
    case 'N_A':
      return 'void';
    case 'WEIGHTED':
      return 'split';
    case 'YES':
      return outcome === 0 ? 'won' : 'lost';
    case 'NO':
      return outcome === 1 ? 'won' : 'lost';
    default:
      return outcome === market.outcome ? 'won' : 'lost';
  }
};
