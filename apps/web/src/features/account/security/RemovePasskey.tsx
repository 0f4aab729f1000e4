import type { Passkey } from '@mesh-markets/contract';
import { errorSentence } from '../../../api/errors.ts';
import { useSecurityChanged } from '../../../api/securityQueries.ts';
import { useApiMutation } from '../../../api/useApiMutation.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { FormError } from '../../../ui/FormError.tsx';
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
    <Dialog open onClose={onClose} title="Remove this passkey?">
      <p className="text-sm text-muted">
        <strong dir="auto" className="text-text">
          {passkey.name}
        </strong>{' '}
        no longer lets you in, and every other browser is signed out. The device may still offer it; delete it
        there too.
      </p>
      <div className="mt-5 grid gap-3">
        <FormError message={remove.isError ? errorSentence(remove.error) : undefined} />
        <div className="flex justify-end gap-2">
          <Button variant="secondary" onClick={onClose}>
            Keep it
          </Button>
          <Button
            variant="danger"
            pending={remove.isPending}
            pendingLabel="Removing"
            onClick={() => remove.mutate({ params: { id: passkey.id } })}
          >
            Remove
          </Button>
        </div>
      </div>
    </Dialog>
  );
};
