import { MIN_OUTCOMES } from '@mesh-markets/contract';
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { type KeyboardEvent, useId } from 'react';
import { useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { TextField } from '../../ui/TextField.tsx';
import type { AskForm } from './askForm.ts';
import { evenPercents, evenWords, percentsProblem } from './openingPercents.ts';
import { useMarketBounds } from './useMarketBounds.ts';

interface OutcomeRowProps {
  readonly index: number;
  readonly count: number;
  /** The opening odds stand beside the label. */
  readonly withPercent: boolean;
  readonly onMove: (to: number) => void;
  readonly onRemove: () => void;
  readonly onEnter: () => void;
}

const OutcomeRow = ({ index, count, withPercent, onMove, onRemove, onEnter }: OutcomeRowProps) => {
  const { register, formState } = useFormContext<AskForm>();
  const place = index + 1;
  return (
    <li className="flex items-start gap-1">
      <div className="min-w-0 flex-1">
        <TextField
          label={`Outcome ${place}`}
          labelHidden
          dir="auto"
          placeholder={`Outcome ${place}`}
          autoComplete="off"
          error={formState.errors.outcomes?.[index]?.label?.message}
          {...register(`outcomes.${index}.label`)}
          onKeyDown={(event: KeyboardEvent) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
            event.preventDefault();
            onEnter();
          }}
        />
      </div>
      {withPercent && (
        <div className="w-18 shrink-0">
          <TextField
            label={`Opening odds of outcome ${place} in percent`}
            labelHidden
            inputMode="decimal"
            autoComplete="off"
            className="figures px-2 text-end"
            {...register(`outcomes.${index}.percent`)}
          />
        </div>
      )}
      <IconButton
        icon={ArrowUp}
        label={`Move outcome ${place} up`}
        className="max-sm:w-8"
        disabledReason={index === 0 ? 'It is the first already.' : undefined}
        onClick={() => onMove(index - 1)}
      />
      <IconButton
        icon={ArrowDown}
        label={`Move outcome ${place} down`}
        className="max-sm:w-8"
        disabledReason={place === count ? 'It is the last already.' : undefined}
        onClick={() => onMove(index + 1)}
      />
      <IconButton
        icon={X}
        label={`Remove outcome ${place}`}
        className="max-sm:w-8"
        disabledReason={count <= MIN_OUTCOMES ? 'A market needs at least two outcomes.' : undefined}
        onClick={onRemove}
      />
    </li>
  );
};

/** What stands below the outcomes: what is wrong, or what they open at. */
const useOddsWords = (): string => {
  const { control } = useFormContext<AskForm>();
  const [outcomes, ownOdds] = useWatch({ control, name: ['outcomes', 'ownOdds'] });
  if (!ownOdds) return evenWords(outcomes.length);
  return percentsProblem(outcomes.map(({ percent }) => percent)) ?? 'The odds sum to 100\u202f%.';
};

/** Odds of one's own, beginning with even ones. */
const OddsSwitch = () => {
  const { control, getValues, setValue } = useFormContext<AskForm>();
  const ownOdds = useWatch({ control, name: 'ownOdds' });
  const begin = (): void => {
    evenPercents(getValues('outcomes').length).forEach((percent, index) => {
      setValue(`outcomes.${index}.percent`, percent);
    });
    setValue('ownOdds', true, { shouldDirty: true });
  };
  return (
    <Button
      variant="ghost"
      size="small"
      onClick={ownOdds ? () => setValue('ownOdds', false, { shouldDirty: true }) : begin}
    >
      {ownOdds ? 'Open at even odds' : 'Set the opening odds'}
    </Button>
  );
};

export const OutcomesField = () => {
  const { control, formState } = useFormContext<AskForm>();
  const ownOdds = useWatch({ control, name: 'ownOdds' });
  const oddsWords = useOddsWords();
  const { fields, append, move, remove } = useFieldArray({ control, name: 'outcomes' });
  const hintId = useId();
  const { maxOutcomes } = useMarketBounds();
  const full = fields.length >= maxOutcomes;
  const add = (): void => {
    if (!full) append({ label: '', percent: '' });
  };
  const error = formState.errors.outcomes?.message ?? formState.errors.outcomes?.root?.message;
  return (
    <fieldset className="grid gap-2" aria-describedby={hintId}>
      <legend className="mb-1 text-sm font-medium">Outcomes</legend>
      <ol className="grid gap-2">
        {fields.map((field, index) => (
          <OutcomeRow
            key={field.id}
            index={index}
            count={fields.length}
            withPercent={ownOdds}
            onMove={(to) => move(index, to)}
            onRemove={() => remove(index)}
            onEnter={add}
          />
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        <Button
          variant="secondary"
          size="small"
          disabledReason={full ? `A market has at most ${maxOutcomes} outcomes.` : undefined}
          onClick={add}
        >
          <Plus aria-hidden size={16} />
          Add an outcome
        </Button>
        <OddsSwitch />
      </div>
      <p id={hintId} className={error === undefined ? 'text-xs text-muted' : 'text-xs text-danger'}>
        {error ??
          `Exactly one of them must happen; add “Something else” where that is not sure. ${oddsWords}`}
      </p>
    </fieldset>
  );
};
