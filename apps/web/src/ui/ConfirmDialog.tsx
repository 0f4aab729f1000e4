import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { FormError } from './FormError.tsx';

interface ConfirmDialogProps {
  readonly open: boolean;
  readonly title: string;
  /** What comes of it. */
  readonly children: ReactNode;
  readonly verb: string;
  /** The harmless answer. */
  readonly keep?: string;
  readonly pendingLabel: string;
  readonly pending: boolean;
  readonly error: string | undefined;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something is lost. The harmless answer has the focus. */
export const ConfirmDialog = (props: ConfirmDialogProps) => {
  const {
    open,
    title,
    children,
    verb,
    keep = 'Keep it',
    pendingLabel,
    pending,
    error,
    onConfirm,
    onClose,
  } = props;
  return (
    <Dialog open={open} onClose={onClose} title={title}>
      <div className="grid gap-4">
        <p className="text-sm text-muted">{children}</p>
        <FormError message={error} />
        <div className="flex justify-end gap-2">
          <Button variant="secondary" onClick={onClose} data-autofocus>
            {keep}
          </Button>
          <Button variant="danger" pending={pending} pendingLabel={pendingLabel} onClick={onConfirm}>
            {verb}
          </Button>
        </div>
      </div>
    </Dialog>
  );
};
