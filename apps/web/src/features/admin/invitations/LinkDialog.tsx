import { paths } from '../../../lib/paths.ts';
import { ShownOnceDialog } from '../../../ui/ShownOnceDialog.tsx';

interface LinkDialogProps {
  readonly token: string;
  readonly onClose: () => void;
}

export const LinkDialog = ({ token, onClose }: LinkDialogProps) => (
  <ShownOnceDialog
    secret={`${window.location.origin}${paths.signUp()}#invite=${token}`}
    what="link"
    title="The link of the invitation"
    onClose={onClose}
  >
    Send it to whom you invite. It is shown this once; if it is lost, revoke it and make another.
  </ShownOnceDialog>
);
