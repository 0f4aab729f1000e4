import { useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { errorSentence, fieldErrors } from '../../../api/errors.ts';
import { invitationsQuery } from '../../../api/memberQueries.ts';
import { useApiMutation } from '../../../api/useApiMutation.ts';
import { placeErrors } from '../../../lib/formErrors.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { Select } from '../../../ui/Select.tsx';
import { TextField } from '../../../ui/TextField.tsx';

const lengths = [
  { value: '1', label: '1 day' },
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '365', label: 'A year' },
];

interface InviteValues {
  readonly email: string;
  readonly uses: string;
  readonly days: string;
}

const fields = { email: 'email', uses: 'uses', days: 'days' } as const;

interface InviteFormProps {
  readonly onClose: () => void;
  /** With the secret of the link. */
  readonly onMade: (token: string) => void;
}

/** Whom to invite, and for how long. */
export const InviteForm = ({ onClose, onMade }: InviteFormProps) => {
  const queryClient = useQueryClient();
  const create = useApiMutation('createInvitation');
  const { register, handleSubmit, setError, formState } = useForm<InviteValues>({
    defaultValues: { email: '', uses: '1', days: '7' },
  });
  const { errors, isSubmitting } = formState;

  const make = async ({ email, uses, days }: InviteValues): Promise<void> => {
    try {
      const body = { ...(email.trim() === '' ? {} : { email }), uses: Number(uses), days: Number(days) };
      const { token } = await create.mutateAsync({ body });
      void queryClient.invalidateQueries({ queryKey: invitationsQuery().queryKey });
      onMade(token);
    } catch (error) {
      const found = fieldErrors(error);
      const homeless = placeErrors(found, fields, setError);
      if (found.size === 0 || homeless.length > 0) setError('root', { message: errorSentence(error) });
    }
  };

  return (
    <Dialog open onClose={onClose} title="Invite somebody">
      <form noValidate onSubmit={(event) => void handleSubmit(make)(event)} className="grid gap-4">
        <TextField
          label="How many people"
          type="number"
          inputMode="numeric"
          min={1}
          max={1000}
          data-autofocus
          hint="The link works for so many."
          error={errors.uses?.message}
          {...register('uses', {
            validate: (uses) => (Number(uses) >= 1 && Number(uses) <= 1000) || 'Must be from 1 to 1000.',
          })}
        />
        <Select label="For how long" choices={lengths} {...register('days')} />
        <TextField
          label="Only this e-mail address (optional)"
          type="email"
          autoComplete="off"
          error={errors.email?.message}
          {...register('email')}
        />
        <FormError message={errors.root?.message} />
        <div className="flex justify-end gap-2">
          <Button variant="secondary" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" pending={isSubmitting} pendingLabel="Making…">
            Make a link
          </Button>
        </div>
      </form>
    </Dialog>
  );
};
