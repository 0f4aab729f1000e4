import type { Market } from '@mesh-markets/contract';

/** Why there is no ticket. */
export const ClosedNote = ({ market }: { readonly market: Pick<Market, 'state'> }) => (
  <p className="text-sm text-muted">
    {market.state === 'RESOLVED'
      ? 'This market is resolved. There is nothing left to trade.'
      : 'This market is closed for trading and waits for its resolution.'}
  </p>
);
