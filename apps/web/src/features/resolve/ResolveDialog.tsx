import type { Market } from '@mesh-markets/contract';
import { Sheet } from '../../ui/Dialog.tsx';
import { ResolveForm } from './ResolveForm.tsx';

interface ResolveDialogProps {
  readonly market: Market;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Deciding a market: choose, see who gets what, confirm by name. */
export const ResolveDialog = ({ market, open, onClose }: ResolveDialogProps) => (
  <Sheet
    open={open}
    onClose={onClose}
    title={market.proposal === undefined ? 'Resolve this market' : 'Propose another result'}
  >
    <p dir="auto" className="mb-4 text-sm text-muted">
      {market.question}
    </p>
    <ResolveForm market={market} onDone={onClose} />
  </Sheet>
);
