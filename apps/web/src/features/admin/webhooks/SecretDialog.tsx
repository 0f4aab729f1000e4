import { Copy } from 'lucide-react';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { showToast } from '../../../ui/toast.ts';

interface SecretDialogProps {
  readonly secret: string | undefined;
  /** After a rotation the old secret signs too for a while. */
  readonly rotated: boolean;
  readonly onClose: () => void;
}

/** The one time a signing secret is shown. */
export const SecretDialog = ({ secret, rotated, onClose }: SecretDialogProps) => {
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(secret ?? '');
      showToast({ message: 'Copied.' });
    } catch {
      showToast({
        message: 'The browser did not allow copying. Select the secret and copy it.',
        tone: 'danger',
      });
    }
  };
  return (
    <Dialog open={secret !== undefined} onClose={onClose} title="The signing secret">
      <p className="text-sm text-muted">
        Copy it now: it is shown this once. The receiver checks with it that a message comes from here.
        {rotated && ' The secret before it signs too for 24 hours, so that you can change over in peace.'}
      </p>
      <code className="mt-4 block rounded-md bg-sunken p-3 text-sm break-all select-all">{secret}</code>
      <div className="mt-5 flex justify-end gap-2">
        <Button variant="secondary" onClick={() => void copy()}>
          <Copy aria-hidden size={16} />
          Copy
        </Button>
        <Button onClick={onClose}>I have it</Button>
      </div>
    </Dialog>
  );
};
