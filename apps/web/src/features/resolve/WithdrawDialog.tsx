import type { Market, Proposal } from '@mesh-markets/contract';
import { errorSentence } from '../../api/errors.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { FormError } from '../../ui/FormError.tsx';
import { useResultVerb } from './useResultVerb.ts';

interface WithdrawDialogProps {
  readonly market: Market;
  readonly proposal: Proposal;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Takes a proposed result back; the market waits for another one. */
export const WithdrawDialog = ({ market, proposal, open, onClose }: WithdrawDialogProps) => {
  const withdraw = useResultVerb('withdrawProposal', market, () => 'Withdrawn.', onClose);
  return (
    <Dialog open={open} onClose={onClose} title="Withdraw the proposed result?">
      <div className="grid gap-4">
        <p className="text-sm text-muted">
          Nothing is paid, and the market waits for its resolution again. To propose another result at once,
          choose “Propose another result” instead.
        </p>
        <FormError message={withdraw.error === null ? undefined : errorSentence(withdraw.error)} />
        <div className="flex justify-end gap-2">
          <Button variant="secondary" onClick={onClose} data-autofocus>
            Keep it
          </Button>
          <Button
            variant="danger"
            pending={withdraw.isPending}
            pendingLabel="Withdrawing…"
            onClick={() =>
              withdraw.mutate({ params: { id: market.id }, body: { version: proposal.version } })
            }
          >
            Withdraw
          </Button>
        </div>
      </div>
    </Dialog>
  );
};
