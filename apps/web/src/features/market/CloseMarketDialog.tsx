import { CLOSE_REASON_MAX, characterCount, type Market } from '@mesh-markets/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { applyMarket } from '../../api/applyEvent.ts';
import { errorSentence } from '../../api/errors.ts';
import { useApiMutation } from '../../api/useApiMutation.ts';
import { Button } from '../../ui/Button.tsx';
import { CharacterCount } from '../../ui/CharacterCount.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { FormError } from '../../ui/FormError.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { showToast } from '../../ui/toast.ts';

interface CloseMarketDialogProps {
  readonly market: Market;
  readonly open: boolean;
  readonly onClose: () => void;
}

const useClose = (market: Market, onClose: () => void) => {
  const queryClient = useQueryClient();
  return useApiMutation('closeMarket', {
    onSuccess: (closed) => {
      applyMarket(queryClient, closed);
      void queryClient.invalidateQueries({ queryKey: ['market', market.id] });
      showToast({ message: 'The market is closed. It can be resolved now.' });
      onClose();
    },
  });
};

/** Ends trading before its time, which nobody can take back. */
export const CloseMarketDialog = ({ market, open, onClose }: CloseMarketDialogProps) => {
  const [reason, setReason] = useState('');
  const close = useClose(market, onClose);
  const given = reason.trim();
  const tooLong = characterCount(given) > CLOSE_REASON_MAX;
  const problem = given === '' ? 'Say why first.' : tooLong ? 'Say it in fewer words.' : undefined;
  return (
    <Dialog open={open} onClose={onClose} title="Close this market now?">
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (problem === undefined && !close.isPending)
            close.mutate({ params: { id: market.id }, body: { reason: given } });
        }}
      >
        <p className="text-sm text-muted">
          Trading stops at once for everybody, and the market cannot be opened again. Afterwards it waits for
          its resolution.
        </p>
        <TextArea
          label="Why before its time?"
          hint="Everybody can read it, for good."
          aside={<CharacterCount count={characterCount(given)} limit={CLOSE_REASON_MAX} />}
          rows={2}
          required
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <FormError message={close.error === null ? undefined : errorSentence(close.error)} />
        <div className="flex justify-end gap-2">
          <Button variant="secondary" onClick={onClose}>
            Keep it open
          </Button>
          <Button
            type="submit"
            variant="danger"
            pending={close.isPending}
            pendingLabel="Closing…"
            disabledReason={problem}
          >
            Close the market
          </Button>
        </div>
      </form>
    </Dialog>
  );
};
