import type { Market, Trade } from '@mesh-markets/contract';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { useState } from 'react';
import { paths } from '../../lib/paths.ts';
import { Button } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import { PersonPicker } from '../people/PersonPicker.tsx';
import { AllTrades } from './AllTrades.tsx';
import { SomeTrades } from './SomeTrades.tsx';

const route = getRouteApi('/market/$id');

interface TradesTabProps {
  readonly market: Market;
  readonly newest: readonly Trade[];
}

const everything = 'all';

/** Whose trades are shown, kept in the address so that it can be shared. */
const useTrader = (marketId: string) => {
  const { by } = route.useSearch();
  const navigate = useNavigate();
  const choose = (handle: string | undefined): void =>
    void navigate({
      to: paths.market(marketId),
      search: handle === undefined ? {} : { by: handle },
      replace: true,
      resetScroll: false,
    });
  return { by, choose };
};

const OnlyBy = ({ handle, onRemove }: { readonly handle: string; readonly onRemove: () => void }) => (
  <div className="grid content-start gap-1">
    <p className="text-sm font-medium">Trader</p>
    <Button variant="secondary" className="w-fit" onClick={onRemove}>
      Only @{handle}
      <X aria-hidden size={16} />
      <span className="sr-only">, show everybody</span>
    </Button>
  </div>
);

/** The trades of the market, of one of its outcomes, or of one person. */
export const TradesTab = ({ market, newest }: TradesTabProps) => {
  const [shown, setShown] = useState(everything);
  const { by, choose } = useTrader(market.id);
  const outcome = shown === everything ? undefined : Number(shown);
  return (
    <>
      {market.tradeCount > 0 && (
        <div className="mb-2 grid gap-x-4 gap-y-2 sm:grid-cols-2">
          <Select
            label="Outcome"
            value={shown}
            onChange={(event) => setShown(event.target.value)}
            choices={[
              { value: everything, label: 'All trades' },
              ...market.outcomes.map(({ index, label }) => ({ value: `${index}`, label })),
            ]}
          />
          {by === undefined ? (
            <PersonPicker
              label="Trader"
              hint={undefined}
              person={null}
              onPick={(person) => choose(person?.handle)}
            />
          ) : (
            <OnlyBy handle={by} onRemove={() => choose(undefined)} />
          )}
        </div>
      )}
      {outcome === undefined && by === undefined ? (
        <AllTrades market={market} newest={newest} />
      ) : (
        <SomeTrades key={`${shown} ${by}`} market={market} newest={newest} filter={{ outcome, by }} />
      )}
    </>
  );
};
