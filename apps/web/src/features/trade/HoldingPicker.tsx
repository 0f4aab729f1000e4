import { useId } from 'react';
import { formatCredits, formatShares } from '../../lib/format.ts';
import type { Ticket } from './useTicket.ts';

/** What there is to sell. One row per outcome held; the first one is taken as chosen. */
export const HoldingPicker = ({ market, draft, change }: Ticket) => {
  const name = useId();
  const holdings = market.viewer?.holdings ?? [];
  if (holdings.length === 0) {
    return (
      <p className="rounded-md bg-sunken p-3 text-sm text-muted">You hold nothing in this market yet.</p>
    );
  }
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 text-sm font-medium">You hold</legend>
      {holdings.map(({ outcome, label, shares, value }) => (
        <label
          key={outcome}
          className="flex items-center gap-3 rounded-md border border-line px-3 py-2 text-sm has-checked:border-accent has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            checked={outcome === draft.outcome}
            onChange={() => change({ outcome, amount: '' })}
            className="accent-accent"
          />
          <span dir="auto" className="min-w-0 flex-1 truncate font-medium">
            {label}
          </span>
          <span className="figures text-muted">
            {formatShares(shares)} · worth {formatCredits(value)}
          </span>
        </label>
      ))}
    </fieldset>
  );
};
