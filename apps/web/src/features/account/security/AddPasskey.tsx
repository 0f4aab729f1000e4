import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { errorSentence, fieldErrors } from '../../../api/errors.ts';
import { makePasskey, passkeySentence } from '../../../api/passkeys.ts';
import { useSecurityChanged } from '../../../api/securityQueries.ts';
import { useApiMutation } from '../../../api/useApiMutation.ts';
import { placeErrors } from '../../../lib/formErrors.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { showToast } from '../../../ui/toast.ts';
import { PasswordField } from '../PasswordField.tsx';

interface AddPasskeyProps {
  /** It is a while since they signed in. */
  readonly asksPassword: boolean;
  readonly onClose: () => void;
}

const fields = { name: 'name', password: 'password' } as const;

export const AddPasskey = ({ asksPassword, onClose }: AddPasskeyProps) => {
  const changed = useSecurityChanged();
  const start = useApiMutation('startPasskey');
  const add = useApiMutation('addPasskey');
  const [problem, setProblem] = useState<string>();
  const { register, handleSubmit, setError, formState } = useForm({
    defaultValues: { name: '', password: '' },
  });

  const make = async ({ name, password }: { name: string; password: string }): Promise<void> => {
    setProblem(undefined);
    try {
      const options = await start.mutateAsync({ body: asksPassword ? { password } : {} });
      const credential = await makePasskey(options);
      await add.mutateAsync({ body: { name: name.trim(), credential } });
      changed();
      showToast({ message: 'The passkey is added.' });
      onClose();
    } catch (error) {
      const found = fieldErrors(error);
      if (found.size === 0 || placeErrors(found, fields, setError).length > 0)
        setProblem(passkeySentence(error) ?? errorSentence(error));
    }
  };

  return (
    <Dialog open onClose={onClose} title="Add a passkey">
      <form noValidate onSubmit={(event) => void handleSubmit(make)(event)} className="grid gap-4">
        <TextField
          label="Name"
          placeholder="My phone"
          autoComplete="off"
          maxLength={60}
          data-autofocus
          hint="So that you know it again in the list."
          error={formState.errors.name?.message}
          {...register('name', { required: 'Give it a name, like My phone.' })}
        />
        {asksPassword && (
          <PasswordField
            label="Your password"
            autoComplete="current-password"
            error={formState.errors.password?.message}
            {...register('password')}
          />
        )}
        <FormError message={problem} />
        <div className="flex justify-end gap-2">
          <Button variant="secondary" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" pending={formState.isSubmitting} pendingLabel="Adding…">
            Add passkey
          </Button>
        </div>
      </form>
    </Dialog>
  );
};
