import { routes } from '@mesh-markets/contract';
import { useQueryClient } from '@tanstack/react-query';
import { Copy } from 'lucide-react';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { errorSentence } from '../../api/errors.ts';
import { apiKeysQuery } from '../../api/queries.ts';
import { useApiMutation } from '../../api/useApiMutation.ts';
import { placeErrors, problemsOf } from '../../lib/formErrors.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { showToast } from '../../ui/toast.ts';

const SecretDialog = ({
  secret,
  onClose,
}: {
  readonly secret: string | undefined;
  readonly onClose: () => void;
}) => {
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(secret ?? '');
      showToast({ message: 'Copied.' });
    } catch {
      showToast({
        message: 'The browser did not allow copying. Select the key and copy it.',
        tone: 'danger',
      });
    }
  };
  return (
    <Dialog open={secret !== undefined} onClose={onClose} title="Your new API key">
      <p className="text-sm text-muted">
        Copy it now: it is shown this once. Keep it like a password; whoever has it trades with your credits.
      </p>
      <code className="mt-4 block rounded-md bg-sunken p-3 text-sm select-all">{secret}</code>
      <div className="mt-5 flex justify-end gap-2">
        <Button variant="secondary" onClick={() => void copy()}>
          <Copy aria-hidden size={16} />
          Copy
        </Button>
        <Button onClick={onClose}>I have it</Button>
      </div>
    </Dialog>
  );
};

export const NewApiKey = () => {
  const queryClient = useQueryClient();
  const create = useApiMutation('createApiKey');
  const [secret, setSecret] = useState<string>();
  const { register, handleSubmit, setError, reset, formState } = useForm({ defaultValues: { name: '' } });

  const make = async (body: { name: string }): Promise<void> => {
    const problems = problemsOf(routes.createApiKey.body, body);
    if (problems.size > 0) return void placeErrors(problems, { name: 'name' }, setError);
    try {
      const made = await create.mutateAsync({ body });
      setSecret(made.secret);
      reset();
      void queryClient.invalidateQueries({ queryKey: apiKeysQuery().queryKey });
    } catch (error) {
      setError('name', { message: errorSentence(error) });
    }
  };

  return (
    <>
      <form
        noValidate
        onSubmit={(event) => void handleSubmit(make)(event)}
        className="flex max-w-md items-start gap-2"
      >
        <div className="flex-1">
          <TextField
            label="Name of a new key"
            placeholder="Weather bot"
            autoComplete="off"
            error={formState.errors.name?.message}
            {...register('name')}
          />
        </div>
        <Button
          type="submit"
          variant="secondary"
          className="mt-6"
          pending={formState.isSubmitting}
          pendingLabel="Making"
        >
          Make key
        </Button>
      </form>
      <SecretDialog secret={secret} onClose={() => setSecret(undefined)} />
    </>
  );
};
