import { ShownOnceDialog } from '../../../ui/ShownOnceDialog.tsx';

interface SecretDialogProps {
  readonly secret: string | undefined;
  /** After a rotation the old secret signs too for a while. */
  readonly rotated: boolean;
  readonly onClose: () => void;
}

export const SecretDialog = ({ secret, rotated, onClose }: SecretDialogProps) => (
  <ShownOnceDialog secret={secret} what="secret" title="The signing secret" onClose={onClose}>
    Copy it now: it is shown this once. The receiver checks with it that a message comes from here.
    {rotated && ' The secret before it signs too for 24 hours, so that you can change over in peace.'}
  </ShownOnceDialog>
);
