import { useState } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { formatExact, formatRelative, fromLocalInput, localTimeZone, toLocalInput } from '../../lib/time.ts';
import { useNow } from '../../lib/useNow.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import type { AskForm } from './askForm.ts';
import { closingChoices } from './closingChoices.ts';

/** `Sat, Nov 28, 2026, 6:00 PM GMT+1 (Europe/Berlin), in 5 days`. */
const closingWords = (value: string, now: number): string => {
  const moment = fromLocalInput(value);
  if (moment === undefined) return `In your time zone, ${localTimeZone()}.`;
  const at = moment.toISOString();
  return `${formatExact(at)} (${localTimeZone()}), ${formatRelative(at, now)}.`;
};

export const ClosingField = () => {
  const { register, setValue, control, formState } = useFormContext<AskForm>();
  const value = useWatch({ control, name: 'closesAt' });
  const now = useNow();
  const [choices] = useState(() => closingChoices(new Date()));
  return (
    <div className="grid gap-2">
      <TextField
        label="Trading closes"
        type="datetime-local"
        min={toLocalInput(new Date(now))}
        hint={closingWords(value, now)}
        error={formState.errors.closesAt?.message}
        className="sm:w-64"
        {...register('closesAt', {
          required: 'Choose when trading ends.',
          validate: (chosen) =>
            (fromLocalInput(chosen)?.getTime() ?? 0) > Date.now() || 'Choose a moment in the future.',
        })}
      />
      <fieldset className="flex flex-wrap gap-2">
        <legend className="sr-only">Usual closing times</legend>
        {choices.map((choice) => (
          <Button
            key={choice.label}
            variant="secondary"
            size="small"
            aria-pressed={choice.value === value}
            className="aria-pressed:border-accent aria-pressed:text-accent"
            onClick={() => setValue('closesAt', choice.value, { shouldDirty: true, shouldValidate: true })}
          >
            {choice.label}
          </Button>
        ))}
      </fieldset>
    </div>
  );
};
