import type { Passkey } from '@mesh-markets/contract';
import { useForm } from 'react-hook-form';
import { errorSentence } from '../../../api/errors.ts';
import { useSecurityChanged } from '../../../api/securityQueries.ts';
import { useApiMutation } from '../../../api/useApiMutation.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { TextField } from '../../../ui/TextField.tsx';

interface RenamePasskeyProps {
  readonly passkey: Passkey;
  readonly onClose: () => void;
}

export const RenamePasskey = ({ passkey, onClose }: RenamePasskeyProps) => {
  const changed = useSecurityChanged();
  const rename = useApiMutation('renamePasskey', {
    onSuccess: () => {
      changed();
      onClose();
    },
  });
  const { register, handleSubmit } = useForm({ defaultValues: { name: passkey.name } });
  return (
    <Dialog open onClose={onClose} title="Rename this passkey">
      <form
        noValidate
        className="grid gap-4"
        onSubmit={(event) =>
          void handleSubmit((body) => rename.mutate({ params: { id: passkey.id }, body }))(event)
        }
      >
        <TextField
          label="Name"
          autoComplete="off"
          maxLength={60}
          data-autofocus
          error={rename.isError ? errorSentence(rename.error) : undefined}
          {...register('name')}
        />
        <div className="flex justify-end gap-2">
          <Button variant="secondary" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" pending={rename.isPending} pendingLabel="Saving…">
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
};
