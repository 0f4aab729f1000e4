import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { CopyButton } from './CopyButton.tsx';
import { Dialog } from './Dialog.tsx';

interface ShownOnceDialogProps {
  /** Open while there is one. */
  readonly secret: string | undefined;
  /** What it is, as one says it: key, link. */
  readonly what: string;
  readonly title: string;
  readonly children: ReactNode;
  readonly onClose: () => void;
}

/** The one time something is shown that the server does not keep. */
export const ShownOnceDialog = ({ secret, what, title, children, onClose }: ShownOnceDialogProps) => (
  <Dialog open={secret !== undefined} onClose={onClose} title={title}>
    <p className="text-sm text-muted">{children}</p>
    <code className="mt-4 block rounded-md bg-sunken p-3 text-sm break-all select-all">{secret}</code>
    <div className="mt-5 flex justify-end gap-2">
      <CopyButton text={secret ?? ''} otherwise={`Select the ${what} and copy it.`} />
      <Button onClick={onClose}>I have it</Button>
    </div>
  </Dialog>
);
