import type { Market } from '@mesh-markets/contract';
import { type ReactNode, useState } from 'react';
import { formatPercent } from '../../../lib/format.ts';
import { Select } from '../../../ui/Select.tsx';
import { leadingOutcomes } from '../marketStatus.ts';
import { DepthChart } from './DepthChart.tsx';
import { DepthTable } from './DepthTable.tsx';

interface DepthViewProps {
  readonly market: Market;
  /** Stands before the choice of an outcome, in its row. */
  readonly lead: ReactNode;
}

/** How deep the market is: what it would take to move the odds, now. */
export const DepthView = ({ market, lead }: DepthViewProps) => {
  const binary = market.type === 'BINARY';
  const [outcome, setOutcome] = useState(
    () => (binary ? 0 : leadingOutcomes(market.outcomes, 1).leading[0]?.index) ?? 0,
  );
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2">
        {lead}
        {!binary && (
          <div className="w-full sm:w-64">
            <Select
              label="Outcome"
              labelHidden
              value={`${outcome}`}
              onChange={(event) => setOutcome(Number(event.target.value))}
              choices={market.outcomes.map(({ index, label, probability }) => ({
                value: `${index}`,
                label: `${label} · ${formatPercent(probability)}`,
              }))}
            />
          </div>
        )}
      </div>
      <DepthChart key={outcome} market={market} outcome={outcome} />
      <DepthTable market={market} outcome={outcome} />
    </>
  );
};
