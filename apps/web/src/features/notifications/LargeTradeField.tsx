import { routes } from '@mesh-markets/contract';
import { type SubmitEvent, useState } from 'react';
import { problemsOf } from '../../lib/formErrors.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';

interface LargeTradeFieldProps {
  readonly value: number;
  readonly saving: boolean;
  readonly onSave: (largeTrade: number) => void;
}

/** From which size on a trade is large. Saved by its own button: a number is not done before its last digit. */
export const LargeTradeField = ({ value, saving, onSave }: LargeTradeFieldProps) => {
  const [typed, setTyped] = useState(String(value));
  const [error, setError] = useState<string>();
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const largeTrade = Number(typed);
    const problem = problemsOf(routes.updateNotificationSettings.body, { largeTrade }).get('largeTrade');
    setError(problem);
    if (problem === undefined) onSave(largeTrade);
  };
  return (
    <form noValidate onSubmit={save} className="flex max-w-sm items-start gap-2">
      <div className="flex-1">
        <TextField
          label="A trade is large from"
          before="₡"
          inputMode="numeric"
          autoComplete="off"
          className="figures"
          value={typed}
          error={error}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      <Button
        type="submit"
        variant="secondary"
        className="mt-6"
        pending={saving}
        pendingLabel="Saving…"
        disabledReason={Number(typed) === value ? 'Nothing has been changed yet.' : undefined}
      >
        Save the size
      </Button>
    </form>
  );
};
