import type { Market } from '@mesh-markets/contract';
import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { leadingOutcomes } from './marketStatus.ts';
import { OutcomeRow } from './OutcomeRow.tsx';

interface OutcomeListProps {
  readonly market: Market;
  /** Undefined when nothing can be traded any more. */
  readonly onPick: ((outcome: number) => void) | undefined;
}

const shownAtFirst = 8;

/** Every outcome of a question with many answers, likeliest first. */
export const OutcomeList = ({ market, onPick }: OutcomeListProps) => {
  const [all, setAll] = useState(false);
  const { leading, others } = leadingOutcomes(market.outcomes, all ? market.outcomes.length : shownAtFirst);
  return (
    <section aria-label="Outcomes" className="grid grid-cols-1 gap-4">
      <ul className="grid grid-cols-1 gap-3">
        {leading.map((outcome) => (
          <OutcomeRow key={outcome.index} outcome={outcome} onPick={onPick} />
        ))}
      </ul>
      {others > 0 && (
        <Button variant="secondary" size="small" className="w-fit" onClick={() => setAll(true)}>
          Show all {market.outcomes.length} outcomes
        </Button>
      )}
    </section>
  );
};
