import type { Market, Trade } from '@mesh-markets/contract';
import { useState } from 'react';
import { Select } from '../../ui/Select.tsx';
import { AllTrades } from './AllTrades.tsx';
import { OutcomeTrades } from './OutcomeTrades.tsx';

interface TradesTabProps {
  readonly market: Market;
  readonly newest: readonly Trade[];
}

const everything = 'all';

/** The trades of the market, or of one of its outcomes. */
export const TradesTab = ({ market, newest }: TradesTabProps) => {
  const [shown, setShown] = useState(everything);
  return (
    <>
      {market.tradeCount > 0 && (
        <div className="mb-2 w-full sm:w-64">
          <Select
            label="Trades of which outcome"
            labelHidden
            value={shown}
            onChange={(event) => setShown(event.target.value)}
            choices={[
              { value: everything, label: 'All trades' },
              ...market.outcomes.map(({ index, label }) => ({ value: `${index}`, label })),
            ]}
          />
        </div>
      )}
      {shown === everything ? (
        <AllTrades market={market} newest={newest} />
      ) : (
        <OutcomeTrades key={shown} market={market} newest={newest} outcome={Number(shown)} />
      )}
    </>
  );
};
