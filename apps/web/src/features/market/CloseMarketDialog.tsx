import type { Market } from '@mesh-markets/contract';
import { useQueryClient } from '@tanstack/react-query';
import { applyMarket } from '../../api/applyEvent.ts';
import { errorSentence } from '../../api/errors.ts';
import { useApiMutation } from '../../api/useApiMutation.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { showToast } from '../../ui/toast.ts';

interface CloseMarketDialogProps {
  readonly market: Market;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Ends trading before its time, which nobody can take back. */
export const CloseMarketDialog = ({ market, open, onClose }: CloseMarketDialogProps) => {
  const queryClient = useQueryClient();
  const close = useApiMutation('closeMarket', {
    onSuccess: (closed) => {
      applyMarket(queryClient, closed);
      void queryClient.invalidateQueries({ queryKey: ['market', market.id] });
      showToast({ message: 'The market is closed. It can be resolved now.' });
      onClose();
    },
  });
  return (
    <Dialog open={open} onClose={onClose} title="Close this market now?">
      <div className="grid gap-4">
        <p className="text-sm text-muted">
          Trading stops at once for everybody, and the market cannot be opened again. Afterwards it waits for
          its resolution.
        </p>
        {close.error !== null && (
          <p role="alert" className="rounded-md bg-danger-soft p-3 text-sm text-danger">
            {errorSentence(close.error)}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button variant="secondary" onClick={onClose} data-autofocus>
            Keep it open
          </Button>
          <Button
            variant="danger"
            pending={close.isPending}
            pendingLabel="Closing…"
            onClick={() => close.mutate({ params: { id: market.id } })}
          >
            Close the market
          </Button>
        </div>
      </div>
    </Dialog>
  );
};
