import type { Passkey } from '@mesh-markets/contract';
import { errorSentence } from '../../../api/errors.ts';
import { useSecurityChanged } from '../../../api/securityQueries.ts';
import { useApiMutation } from '../../../api/useApiMutation.ts';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { showToast } from '../../../ui/toast.ts';

interface RemovePasskeyProps {
  readonly passkey: Passkey;
  readonly onClose: () => void;
}

export const RemovePasskey = ({ passkey, onClose }: RemovePasskeyProps) => {
  const changed = useSecurityChanged();
  const remove = useApiMutation('removePasskey', {
    onSuccess: () => {
      changed();
      showToast({ message: 'The passkey is removed.' });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      open
      title="Remove this passkey?"
      verb="Remove"
      pendingLabel="Removing…"
      pending={remove.isPending}
      error={remove.isError ? errorSentence(remove.error) : undefined}
      onConfirm={() => remove.mutate({ params: { id: passkey.id } })}
      onClose={onClose}
    >
      <strong dir="auto" className="text-text">
        {passkey.name}
      </strong>{' '}
      no longer lets you in, and every other browser is signed out. The device may still offer it; delete it
      there too.
    </ConfirmDialog>
  );
};
