import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { Select } from '../../ui/Select.tsx';
import { canSortByClosing, type MarketsSort, type MarketsState } from './marketsSearch.ts';

const labels: Record<MarketsState, string> = {
  open: 'Open',
  closed: 'Closed',
  resolved: 'Resolved',
  all: 'All',
};

const sorts: readonly { value: MarketsSort; label: string }[] = [
  { value: 'newest', label: 'Newest first' },
  { value: 'trending', label: 'Most traded now' },
  { value: 'closing', label: 'Closing soonest' },
];

interface MarketFiltersProps {
  readonly states: readonly MarketsState[];
  readonly state: MarketsState;
  readonly sort: MarketsSort;
  readonly onChange: (next: { state: MarketsState; sort: MarketsSort }) => void;
}

export const MarketFilters = ({ states, state, sort, onChange }: MarketFiltersProps) => (
  <div className="flex flex-wrap items-center justify-between gap-3 border-b border-line pb-4">
    <SegmentedControl
      label="State"
      segments={states.map((value) => ({ value, label: labels[value] }))}
      value={state}
      onValueChange={(value) => onChange({ state: value, sort })}
      className="max-sm:w-full"
    />
    <div className="w-44 max-sm:w-full">
      <Select
        label="Order"
        labelHidden
        choices={sorts.filter(({ value }) => value !== 'closing' || canSortByClosing(state))}
        value={sort}
        onChange={(event) => onChange({ state, sort: event.target.value as MarketsSort })}
      />
    </div>
  </div>
);
