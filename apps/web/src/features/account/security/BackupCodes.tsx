import { Button } from '../../../ui/Button.tsx';
import { CopyButton } from '../../../ui/CopyButton.tsx';

interface BackupCodesProps {
  readonly codes: readonly string[];
  readonly onDone: () => void;
}

/** Shown this once. */
export const BackupCodes = ({ codes, onDone }: BackupCodesProps) => (
  <>
    <p className="text-sm text-muted">
      Keep these backup codes somewhere safe: they are shown this once. Each lets you in once when your phone
      is not at hand.
    </p>
    <ul
      aria-label="Backup codes"
      className="mt-4 grid grid-cols-2 gap-x-4 gap-y-1 rounded-md bg-sunken p-3 font-mono text-sm"
    >
      {codes.map((code) => (
        <li key={code}>{code}</li>
      ))}
    </ul>
    <div className="mt-5 flex justify-end gap-2">
      <CopyButton text={codes.join('\n')} otherwise="Write the codes down." />
      <Button onClick={onDone}>I have them</Button>
    </div>
  </>
);
