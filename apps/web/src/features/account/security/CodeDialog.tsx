import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { errorSentence, fieldErrors } from '../../../api/errors.ts';
import { useSecurityChanged } from '../../../api/securityQueries.ts';
import { useApiMutation } from '../../../api/useApiMutation.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { showToast } from '../../../ui/toast.ts';
import { PasswordField } from '../PasswordField.tsx';
import { BackupCodes } from './BackupCodes.tsx';
import { CodeField } from './CodeField.tsx';

const words = {
  off: {
    title: 'Turn off codes?',
    lead: 'Your password alone lets you in again. Every other browser is signed out.',
    button: 'Turn off codes',
    pending: 'Turning off…',
  },
  backup: {
    title: 'New backup codes',
    lead: 'The backup codes you have now stop working.',
    button: 'Make new codes',
    pending: 'Making…',
  },
} as const;

interface CodeDialogProps {
  readonly deed: keyof typeof words;
  readonly hasPassword: boolean;
  readonly onClose: () => void;
}

/** What takes the password and a code. */
export const CodeDialog = ({ deed, hasPassword, onClose }: CodeDialogProps) => {
  const changed = useSecurityChanged();
  const [codes, setCodes] = useState<readonly string[]>();
  const stop = useApiMutation('stopCodes');
  const renew = useApiMutation('renewBackupCodes');
  const { register, handleSubmit } = useForm({ defaultValues: { password: '', code: '' } });
  const { error, isPending } = deed === 'off' ? stop : renew;
  const problems = fieldErrors(error);

  const go = async ({ password, code }: { password: string; code: string }): Promise<void> => {
    const body = hasPassword ? { password, code } : { code };
    if (deed === 'backup') {
      setCodes((await renew.mutateAsync({ body })).backupCodes);
      changed();
      return;
    }
    await stop.mutateAsync({ body });
    changed();
    showToast({ message: 'Codes are off.' });
    onClose();
  };

  return (
    <Dialog open onClose={onClose} title={words[deed].title}>
      {codes !== undefined && <BackupCodes codes={codes} onDone={onClose} />}
      {codes === undefined && (
        <form
          noValidate
          className="grid gap-4"
          onSubmit={(event) => void handleSubmit((form) => go(form).catch(() => undefined))(event)}
        >
          <p className="text-sm text-muted">{words[deed].lead}</p>
          {hasPassword && (
            <PasswordField
              label="Your password"
              autoComplete="current-password"
              data-autofocus
              error={problems.get('password')}
              {...register('password')}
            />
          )}
          <CodeField
            hint="The 6 digits of the app, or a backup code."
            error={problems.get('code')}
            {...register('code')}
          />
          <FormError message={error !== null && problems.size === 0 ? errorSentence(error) : undefined} />
          <div className="flex justify-end gap-2">
            <Button variant="secondary" onClick={onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              variant={deed === 'off' ? 'danger' : 'primary'}
              pending={isPending}
              pendingLabel={words[deed].pending}
            >
              {words[deed].button}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
};
