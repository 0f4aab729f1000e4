import type { Market, MarketDetail } from '@mesh-markets/contract';
import { useQuery } from '@tanstack/react-query';
import { marketQuery } from '../../api/queries.ts';
import { Sheet } from '../../ui/Dialog.tsx';
import { stakeWorthWords } from '../market/oracle/stakeWords.ts';
import { PersonLink } from '../market/PersonLink.tsx';
import { ResolveForm } from './ResolveForm.tsx';

interface ResolveDialogProps {
  readonly market: Market;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Whoever decides sees what the others who could decide hold, as everybody does. */
const Stakes = ({ market }: { readonly market: MarketDetail['market'] }) => (
  <ul aria-label="What those who decide hold" className="mb-4 grid gap-1 wrap-anywhere text-sm text-muted">
    {market.resolverHoldings.map((resolver) => (
      <li key={`${resolver.user.id}-${resolver.role}`}>
        <PersonLink user={resolver.user} />{' '}
        <span className="figures">{stakeWorthWords(resolver, false)}</span>
      </li>
    ))}
  </ul>
);

/** Deciding a market: choose, see who gets what, confirm by name. */
export const ResolveDialog = ({ market, open, onClose }: ResolveDialogProps) => {
  const { data } = useQuery({ ...marketQuery(market.id), enabled: open });
  return (
    <Sheet
      open={open}
      onClose={onClose}
      title={market.proposal === undefined ? 'Resolve this market' : 'Propose another result'}
    >
      <p dir="auto" className="mb-4 text-sm text-muted">
        {market.question}
      </p>
      {data !== undefined && <Stakes market={data.market} />}
      <ResolveForm market={market} onDone={onClose} />
    </Sheet>
  );
};
