import { Select } from '../../ui/Select.tsx';
import { TOLERANCES } from './ticket.ts';
import { formatWorstPrice } from './ticketWords.ts';
import type { Ticket } from './useTicket.ts';

const choices = TOLERANCES.map((basisPoints) => ({
  value: `${basisPoints}`,
  label: `${basisPoints / 100}\u202f%`,
}));

/** Others may trade between the preview and the order. This says how much worse it may get, as a price. */
export const WorstPrice = ({ draft, evaluation, refusal, change }: Ticket) => {
  const { preview } = evaluation;
  const error = refusal?.place === 'PRICE' ? refusal.sentence : undefined;
  return (
    <div className="grid gap-1 border-t border-line pt-3 text-sm">
      <div className="flex items-center justify-between gap-3">
        <p className="text-muted">
          {draft.action === 'BUY' ? 'Pay at most ' : 'Take at least '}
          <span className="figures font-medium text-text">
            {preview === undefined ? '–' : formatWorstPrice(preview.action, preview.worstPrice)}
          </span>
        </p>
        <div className="w-24">
          <Select
            label="How much worse than the price shown you accept"
            labelHidden
            choices={choices}
            value={`${draft.toleranceBasisPoints}`}
            onChange={(event) => change({ toleranceBasisPoints: Number(event.target.value) })}
            className="h-8 text-sm"
          />
        </div>
      </div>
      {error !== undefined && (
        <p role="alert" className="text-xs text-danger">
          {error}
        </p>
      )}
    </div>
  );
};
