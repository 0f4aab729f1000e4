import type { Market } from '@mesh-markets/contract';
import { type ReactNode, useId } from 'react';
import { formatPercent } from '../../lib/format.ts';
import { equalParts, type ResolveChoice } from './resolveChoice.ts';

interface ChoicePickerProps {
  readonly market: Market;
  readonly choice: ResolveChoice;
  readonly onChoice: (choice: ResolveChoice) => void;
}

interface OptionProps {
  readonly name: string;
  readonly checked: boolean;
  readonly onCheck: () => void;
  readonly children: ReactNode;
  readonly aside?: string;
}

const Option = ({ name, checked, onCheck, children, aside }: OptionProps) => (
  <label className="flex items-center gap-3 rounded-md border border-line px-3 py-2.5 text-sm has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent">
    <input type="radio" name={name} checked={checked} onChange={onCheck} className="accent-accent" />
    <span className="min-w-0 flex-1">{children}</span>
    {aside !== undefined && <span className="figures text-xs text-muted">{aside}</span>}
  </label>
);

/** One outcome, none of them, or a part of each. */
export const ChoicePicker = ({ market, choice, onChoice }: ChoicePickerProps) => {
  const name = useId();
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 text-sm font-medium">What happened?</legend>
      <div className="grid -m-0.5 max-h-80 gap-2 overflow-y-auto p-0.5">
        {market.outcomes.map(({ index, label, probability }) => (
          <Option
            key={index}
            name={name}
            checked={choice.kind === 'OUTCOME' && choice.index === index}
            onCheck={() => onChoice({ kind: 'OUTCOME', index })}
            aside={`last at ${formatPercent(probability)}`}
          >
            <span dir="auto" className="font-medium">
              {label}
            </span>
          </Option>
        ))}
      </div>
      <Option name={name} checked={choice.kind === 'VOID'} onCheck={() => onChoice({ kind: 'VOID' })}>
        <span className="font-medium">Cannot be decided</span>
        <span className="block text-xs text-muted">Void (N/A): stakes go back.</span>
      </Option>
      <Option
        name={name}
        checked={choice.kind === 'SPLIT'}
        onCheck={() => onChoice({ kind: 'SPLIT', percents: equalParts(market.outcomes.length) })}
      >
        <span className="font-medium">Partly</span>
        <span className="block text-xs text-muted">Every share pays its part.</span>
      </Option>
    </fieldset>
  );
};
