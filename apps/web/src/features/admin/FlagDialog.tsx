import type { Flag } from '@mesh-markets/contract';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { errorSentence } from '../../api/errors.ts';
import { featuresQuery, flagsQuery } from '../../api/featureQueries.ts';
import { useApiMutation } from '../../api/useApiMutation.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { FormError } from '../../ui/FormError.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { showToast } from '../../ui/toast.ts';
import { flagWords } from './flagWords.ts';

interface FlagDialogProps {
  readonly flag: Flag;
  readonly onClose: () => void;
}

/** Every change of a switch: what shows the switches follows. */
export const useSetFlag = () => {
  const queryClient = useQueryClient();
  return useApiMutation('setFlag', {
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: flagsQuery().queryKey });
      void queryClient.invalidateQueries({ queryKey: featuresQuery().queryKey });
    },
  });
};

/** Asks once more, and why, before something changes for everybody. */
export const FlagDialog = ({ flag, onClose }: FlagDialogProps) => {
  const [reason, setReason] = useState('');
  const set = useSetFlag();
  const { label } = flagWords[flag.name];
  const verb = flag.enabled ? 'Switch off' : 'Switch on';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const body = { enabled: !flag.enabled, ...(reason.trim() !== '' && { reason: reason.trim() }) };
    set.mutate(
      { params: { name: flag.name }, body },
      {
        onSuccess: () => {
          showToast({ message: `${label}: ${flag.enabled ? 'off' : 'on'}.` });
          onClose();
        },
      },
    );
  };
  return (
    <Dialog open onClose={onClose} title={`${verb} “${label}”?`}>
      <form onSubmit={submit} className="grid gap-4">
        <p className="text-sm text-muted">
          Every server acts on it within five seconds, for everybody who uses this site.
        </p>
        <TextField
          label="Reason (optional)"
          hint="Kept with the change, for other admins."
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <FormError message={set.error === null ? undefined : errorSentence(set.error)} />
        <div className="flex justify-end gap-2">
          <Button variant="secondary" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            variant={flag.enabled ? 'danger' : 'primary'}
            pending={set.isPending}
            pendingLabel="One moment…"
          >
            {verb}
          </Button>
        </div>
      </form>
    </Dialog>
  );
};
