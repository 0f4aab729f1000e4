import type { Market } from '@mesh-markets/contract';
import { Link } from '@tanstack/react-router';
import { paths } from '../../lib/paths.ts';
import { leadingOutcomes } from './marketStatus.ts';
import { OutcomeRow } from './OutcomeRow.tsx';

interface CardOutcomesProps {
  readonly market: Market;
  /** Undefined when nothing can be traded any more. */
  readonly onPick: ((outcome: number) => void) | undefined;
}

const shown = 3;

/** The likeliest outcomes; the others are on the market's page. */
export const CardOutcomes = ({ market, onPick }: CardOutcomesProps) => {
  const { leading, others } = leadingOutcomes(market.outcomes, shown);
  return (
    <div className="grid grid-cols-1 gap-3">
      <ul className="grid grid-cols-1 gap-3">
        {leading.map((outcome) => (
          <OutcomeRow key={outcome.index} outcome={outcome} onPick={onPick} />
        ))}
      </ul>
      {others > 0 && (
        <Link
          to={paths.market(market.id)}
          className="w-fit text-sm text-muted hover:text-text hover:underline"
        >
          +{others} more
        </Link>
      )}
    </div>
  );
};
