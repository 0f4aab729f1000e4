import { useFormContext, useWatch } from 'react-hook-form';
import { formatPercent } from '../../lib/format.ts';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { Slider } from '../../ui/Slider.tsx';
import type { AskForm } from './askForm.ts';
import { OutcomesField } from './OutcomesField.tsx';

const types = [
  { value: 'BINARY', label: 'Yes or no' },
  { value: 'MULTIPLE', label: 'Several outcomes' },
] as const;

const ChanceField = () => {
  const { setValue, control, formState } = useFormContext<AskForm>();
  const chance = useWatch({ control, name: 'chance' });
  const error = formState.errors.chance?.message;
  const words = formatPercent(chance / 100);
  return (
    <div className="grid gap-1">
      <div className="flex items-baseline justify-between">
        <span aria-hidden className="text-sm font-medium">
          Opening odds of YES
        </span>
        <span className="figures text-sm font-semibold text-yes">{words}</span>
      </div>
      <Slider
        label="Opening odds of YES"
        tone="yes"
        min={1}
        max={99}
        value={chance}
        valueText={words}
        onValueChange={(value) => setValue('chance', value, { shouldDirty: true })}
      />
      <p className={error === undefined ? 'text-xs text-muted' : 'text-xs text-danger'}>
        {error ??
          'What you believe yourself is a good start. The further from 50 %, the more it costs to open.'}
      </p>
    </div>
  );
};

export const AnswersField = () => {
  const { setValue, control } = useFormContext<AskForm>();
  const type = useWatch({ control, name: 'type' });
  return (
    <div className="grid gap-4">
      <div className="grid gap-1">
        <span aria-hidden className="text-sm font-medium">
          Answers
        </span>
        <SegmentedControl
          label="Answers"
          segments={types}
          value={type}
          onValueChange={(next) => setValue('type', next, { shouldDirty: true })}
          className="max-w-sm"
        />
      </div>
      {type === 'BINARY' ? <ChanceField /> : <OutcomesField />}
    </div>
  );
};
