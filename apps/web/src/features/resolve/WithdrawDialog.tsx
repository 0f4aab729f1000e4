import type { Market, Proposal } from '@mesh-markets/contract';
import { errorSentence } from '../../api/errors.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
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
    <ConfirmDialog
      open={open}
      title="Withdraw the proposed result?"
      verb="Withdraw"
      pendingLabel="Withdrawing…"
      pending={withdraw.isPending}
      error={withdraw.error === null ? undefined : errorSentence(withdraw.error)}
      onConfirm={() => withdraw.mutate({ params: { id: market.id }, body: { version: proposal.version } })}
      onClose={onClose}
    >
      Nothing is paid, and the market waits for its resolution again. To propose another result at once,
      choose “Propose another result” instead.
    </ConfirmDialog>
  );
};
