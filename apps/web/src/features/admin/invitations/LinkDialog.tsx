import { Copy } from 'lucide-react';
import { paths } from '../../../lib/paths.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { showToast } from '../../../ui/toast.ts';

interface LinkDialogProps {
  readonly token: string;
  readonly onClose: () => void;
}

/** The one time the link of an invitation is shown. */
export const LinkDialog = ({ token, onClose }: LinkDialogProps) => {
  const link = `${window.location.origin}${paths.signUp()}#invite=${token}`;
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(link);
      showToast({ message: 'Copied.' });
    } catch {
      showToast({
        message: 'The browser did not allow copying. Select the link and copy it.',
        tone: 'danger',
      });
    }
  };
  return (
    <Dialog open onClose={onClose} title="The link of the invitation">
      <p className="text-sm text-muted">
        Send it to whom you invite. It is shown this once; if it is lost, revoke it and make another.
      </p>
      <code className="mt-4 block rounded-md bg-sunken p-3 text-sm break-all select-all">{link}</code>
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
