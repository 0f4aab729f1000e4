import { formatPercent, formatPrice } from '../../lib/format.ts';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { Select } from '../../ui/Select.tsx';
import type { Ticket } from './useTicket.ts';

/** What to buy: a switch between two sides, or a list of outcomes with their odds. */
export const OutcomePicker = ({ market, draft, change }: Ticket) => {
  const pick = (value: string): void => change({ outcome: Number(value) });
  if (market.type === 'BINARY') {
    return (
      <SegmentedControl
        label="Side"
        value={`${draft.outcome}`}
        onValueChange={pick}
        segments={market.outcomes.map(({ index, label, probability }) => ({
          value: `${index}`,
          label: `${label} ${formatPrice(probability)}`,
          tone: index === 0 ? 'yes' : 'no',
        }))}
      />
    );
  }
  return (
    <Select
      label="Outcome"
      value={`${draft.outcome}`}
      onChange={(event) => pick(event.target.value)}
      choices={market.outcomes.map(({ index, label, probability }) => ({
        value: `${index}`,
        label: `${label} · ${formatPercent(probability)}`,
      }))}
    />
  );
};
