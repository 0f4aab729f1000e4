import { type Me, routes } from '@mesh-markets/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { errorSentence, fieldErrors, hasCode } from '../../api/errors.ts';
import { meQuery } from '../../api/queries.ts';
import { useApiMutation } from '../../api/useApiMutation.ts';
import { placeErrors, problemsOf } from '../../lib/formErrors.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { FormError } from '../../ui/FormError.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { showToast } from '../../ui/toast.ts';

interface ProfileValues {
  readonly name: string;
  readonly handle: string;
  readonly bot: boolean;
}

const fields = { name: 'name', handle: 'handle', bot: 'bot' } as const;

/** Only what was changed is sent. */
const changesOf = (form: ProfileValues, me: Me): Partial<ProfileValues> => ({
  ...(form.name === me.name ? {} : { name: form.name }),
  ...(form.handle === me.handle ? {} : { handle: form.handle }),
  ...(form.bot === me.bot ? {} : { bot: form.bot }),
});

export const ProfileForm = ({ me }: { readonly me: Me }) => {
  const queryClient = useQueryClient();
  const update = useApiMutation('updateMe');
  const { register, handleSubmit, setError, reset, formState } = useForm<ProfileValues>({
    defaultValues: { name: me.name, handle: me.handle, bot: me.bot },
  });
  const { errors, isDirty, isSubmitting } = formState;

  const save = async (form: ProfileValues): Promise<void> => {
    const body = changesOf(form, me);
    const problems = problemsOf(routes.updateMe.body, body);
    if (problems.size > 0) return void placeErrors(problems, fields, setError);
    try {
      const saved = await update.mutateAsync({ body });
      queryClient.setQueryData(meQuery().queryKey, saved);
      void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
      reset({ name: saved.name, handle: saved.handle, bot: saved.bot });
      showToast({ message: 'Saved.' });
    } catch (error) {
      if (hasCode(error, 'HANDLE_TAKEN')) return setError('handle', { message: errorSentence(error) });
      const found = fieldErrors(error);
      if (found.size === 0 || placeErrors(found, fields, setError).length > 0)
        setError('root', { message: errorSentence(error) });
    }
  };

  return (
    <form noValidate onSubmit={(event) => void handleSubmit(save)(event)} className="grid max-w-sm gap-4">
      <TextField
        label="Name"
        autoComplete="name"
        dir="auto"
        error={errors.name?.message}
        {...register('name')}
      />
      <TextField
        label="Handle"
        before="@"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        hint="3 to 24 small letters, digits or underscores. Old links to your profile stop working."
        error={errors.handle?.message}
        {...register('handle')}
      />
      <Checkbox
        label="A program trades with this account"
        hint="It is marked as a bot and left out of the leaderboards, unless somebody asks for bots."
        {...register('bot')}
      />
      <FormError message={errors.root?.message} />
      <Button
        type="submit"
        className="w-fit"
        pending={isSubmitting}
        pendingLabel="Saving…"
        disabledReason={isDirty ? undefined : 'Nothing has been changed yet.'}
      >
        Save
      </Button>
    </form>
  );
};
