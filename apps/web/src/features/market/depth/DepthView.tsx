import type { Market } from '@mesh-markets/contract';
import { useState } from 'react';
import { formatPercent } from '../../../lib/format.ts';
import { Select } from '../../../ui/Select.tsx';
import { leadingOutcomes } from '../marketStatus.ts';
import { DepthChart } from './DepthChart.tsx';
import { DepthTable } from './DepthTable.tsx';

/** How deep the market is: what it would take to move the odds, now. */
export const DepthView = ({ market }: { readonly market: Market }) => {
  const binary = market.type === 'BINARY';
  const [outcome, setOutcome] = useState(
    () => (binary ? 0 : leadingOutcomes(market.outcomes, 1).leading[0]?.index) ?? 0,
  );
  return (
    <>
      {!binary && (
        <Select
          label="Outcome"
          labelHidden
          className="max-w-sm"
          value={`${outcome}`}
          onChange={(event) => setOutcome(Number(event.target.value))}
          choices={market.outcomes.map(({ index, label, probability }) => ({
            value: `${index}`,
            label: `${label} · ${formatPercent(probability)}`,
          }))}
        />
      )}
      <DepthChart key={outcome} market={market} outcome={outcome} />
      <DepthTable market={market} outcome={outcome} />
    </>
  );
};
