import type { Market } from '@mesh-markets/contract';
import { ChoicePicker } from './ChoicePicker.tsx';
import type { ResolveChoice } from './resolveChoice.ts';
import { SplitFields } from './SplitFields.tsx';

interface VerdictFieldsProps {
  readonly market: Market;
  readonly choice: ResolveChoice;
  readonly onChoice: (choice: ResolveChoice) => void;
}

/** What happened: one outcome, none, or a part of each with its parts. */
export const VerdictFields = ({ market, choice, onChoice }: VerdictFieldsProps) => (
  <>
    <ChoicePicker market={market} choice={choice} onChoice={onChoice} />
    {choice.kind === 'SPLIT' && (
      <SplitFields
        market={market}
        percents={choice.percents}
        onPercents={(percents) => onChoice({ kind: 'SPLIT', percents })}
      />
    )}
  </>
);
