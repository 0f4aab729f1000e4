import { type BanScope, banScopes, type PersonFacts } from '@mesh-markets/contract';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { errorSentence } from '../../../api/errors.ts';
import { useApiMutation } from '../../../api/useApiMutation.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { Select } from '../../../ui/Select.tsx';
import { TextArea } from '../../../ui/TextArea.tsx';
import { showToast } from '../../../ui/toast.ts';
import { scopeWords } from './banWords.ts';

const lengths = [
  { value: '1', label: '1 day' },
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '365', label: 'A year' },
  { value: '', label: 'Until somebody lifts it' },
];

interface BanDialogProps {
  readonly person: PersonFacts;
  readonly onClose: () => void;
}

/** What is taken from somebody, for how long and why. */
export const BanDialog = ({ person: { user }, onClose }: BanDialogProps) => {
  const queryClient = useQueryClient();
  const [scope, setScope] = useState<BanScope>('POSTING');
  const [days, setDays] = useState('7');
  const [reason, setReason] = useState('');
  const ban = useApiMutation('banPerson', {
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['admin', 'people'] });
      showToast({ message: `${user.name} has been told why.` });
      onClose();
    },
  });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    const body = { scope, reason, ...(days !== '' && { days: Number(days) }) };
    if (reason.trim() !== '') ban.mutate({ params: { handle: user.handle }, body });
  };
  return (
    <Dialog open onClose={onClose} title={`Ban ${user.name}`}>
      <form onSubmit={send} className="grid gap-4">
        <Select
          label="From what"
          choices={banScopes.map((value) => ({ value, label: scopeWords[value] }))}
          value={scope}
          onChange={(event) => setScope(event.target.value as BanScope)}
        />
        <Select
          label="For how long"
          choices={lengths}
          value={days}
          onChange={(event) => setDays(event.target.value)}
        />
        <TextArea
          label="Why"
          hint={`${user.name} reads this.`}
          rows={3}
          maxLength={500}
          required
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <FormError message={ban.error === null ? undefined : errorSentence(ban.error)} />
        <div className="flex justify-end gap-2">
          <Button variant="secondary" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            variant="danger"
            pending={ban.isPending}
            pendingLabel="Banning…"
            disabledReason={reason.trim() === '' ? 'Say why first.' : undefined}
          >
            Ban
          </Button>
        </div>
      </form>
    </Dialog>
  );
};
