import { useFormContext, useWatch } from 'react-hook-form';
import { PersonPicker } from '../people/PersonPicker.tsx';
import type { AskForm } from './askForm.ts';

export const OracleField = () => {
  const { setValue, control, formState } = useFormContext<AskForm>();
  const oracle = useWatch({ control, name: 'oracle' });
  return (
    <PersonPicker
      label="Somebody else who may resolve it (optional)"
      hint="Type a handle. They are asked, and decide nothing until they accept. You can always resolve it yourself."
      error={formState.errors.oracle?.message}
      person={oracle}
      onPick={(person) => setValue('oracle', person, { shouldDirty: true })}
    />
  );
};
