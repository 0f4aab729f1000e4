import type { Market, Proposal } from '@mesh-markets/contract';
import { useState } from 'react';
import { errorSentence } from '../../api/errors.ts';
import { Button } from '../../ui/Button.tsx';
import { Sheet } from '../../ui/Dialog.tsx';
import { FormError } from '../../ui/FormError.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { useResultVerb } from './useResultVerb.ts';

interface DisputeDialogProps {
  readonly market: Market;
  readonly proposal: Proposal;
  readonly open: boolean;
  readonly onClose: () => void;
}

const DisputeForm = ({ market, proposal, onClose }: Omit<DisputeDialogProps, 'open'>) => {
  const [reason, setReason] = useState('');
  const dispute = useResultVerb('disputeProposal', market, () => 'Disputed. An admin will decide.', onClose);
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        dispute.mutate({ params: { id: market.id }, body: { version: proposal.version, reason } });
      }}
    >
      <p className="text-sm text-muted">
        Nothing is paid until an admin without a stake in this market has looked at it. You can say this once.
      </p>
      <TextArea
        label="What is wrong with it?"
        hint="With a link if there is one. Everybody can read it."
        required
        data-autofocus
        rows={4}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <FormError message={dispute.error === null ? undefined : errorSentence(dispute.error)} />
      <Button
        type="submit"
        size="large"
        wide
        pending={dispute.isPending}
        pendingLabel="Disputing…"
        disabledReason={reason.trim() === '' ? 'Say what is wrong first.' : undefined}
      >
        Dispute this result
      </Button>
    </form>
  );
};

/** For somebody with a stake: the proposed result is wrong. */
export const DisputeDialog = ({ open, onClose, ...rest }: DisputeDialogProps) => (
  <Sheet open={open} onClose={onClose} title="Dispute the proposed result">
    <DisputeForm {...rest} onClose={onClose} />
  </Sheet>
);
