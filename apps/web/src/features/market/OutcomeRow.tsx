import type { Outcome } from '@mesh-markets/contract';
import { formatPercent, formatPrice } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { RollingNumber } from '../../ui/RollingNumber.tsx';

interface OutcomeRowProps {
  readonly outcome: Outcome;
  /** Undefined when nothing can be traded any more. */
  readonly onPick: ((outcome: number) => void) | undefined;
}

/** One of many outcomes: its odds, drawn and written, and a press that opens a ticket for it. */
export const OutcomeRow = ({ outcome: { index, label, probability }, onPick }: OutcomeRowProps) => (
  <li className="flex items-center gap-3">
    <div className="min-w-0 flex-1">
      <p className="flex items-baseline justify-between gap-3 text-sm">
        <span className="truncate" title={label}>
          <bdi>{label}</bdi>
        </span>
        <RollingNumber
          value={probability}
          format={formatPercent}
          className={onPick ? 'font-semibold' : 'font-semibold text-muted'}
        />
      </p>
      <ProgressBar value={probability} tone={onPick ? 'accent' : 'neutral'} className="mt-1.5" />
    </div>
    {onPick && (
      <Button variant="secondary" size="small" className="figures w-24 px-2" onClick={() => onPick(index)}>
        Buy {formatPrice(probability)} <span className="sr-only">{label}</span>
      </Button>
    )}
  </li>
);
