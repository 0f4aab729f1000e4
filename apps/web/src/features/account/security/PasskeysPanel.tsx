import type { Passkey, Security } from '@mesh-markets/contract';
import { useState } from 'react';
import { canUsePasskeys } from '../../../api/passkeys.ts';
import { Button } from '../../../ui/Button.tsx';
import { DateTime } from '../../../ui/DateTime.tsx';
import { AddPasskey } from './AddPasskey.tsx';
import { Panel } from './Panel.tsx';
import { RemovePasskey } from './RemovePasskey.tsx';
import { RenamePasskey } from './RenamePasskey.tsx';

interface PasskeyRowProps {
  readonly passkey: Passkey;
  readonly onRename: () => void;
  readonly onRemove: () => void;
}

const PasskeyRow = ({ passkey, onRename, onRemove }: PasskeyRowProps) => (
  <li className="flex flex-wrap items-center justify-between gap-3 py-3">
    <div className="min-w-0">
      <p dir="auto" className="font-medium wrap-anywhere">
        {passkey.name}
      </p>
      <p className="text-xs text-muted">
        added <DateTime at={passkey.createdAt} /> ·{' '}
        {passkey.lastUsedAt === undefined ? (
          'not used yet'
        ) : (
          <>
            used <DateTime at={passkey.lastUsedAt} />
          </>
        )}
      </p>
    </div>
    <div className="flex gap-2">
      <Button variant="secondary" size="small" aria-label={`Rename ${passkey.name}`} onClick={onRename}>
        Rename
      </Button>
      <Button variant="danger" size="small" aria-label={`Remove ${passkey.name}`} onClick={onRemove}>
        Remove
      </Button>
    </div>
  </li>
);

/** Passkeys: what they are, which there are, and one more. */
export const PasskeysPanel = ({ security }: { readonly security: Security }) => {
  const [removing, setRemoving] = useState<Passkey>();
  const [renaming, setRenaming] = useState<Passkey>();
  const [adding, setAdding] = useState(false);
  const { passkeys, password, recent } = security;
  return (
    <Panel title="Passkeys">
      <p className="text-sm text-muted">
        Sign in with your finger, your face or the PIN of your device. Nothing to remember, and nothing that a
        false site could ask you for.
      </p>
      {passkeys.length > 0 && (
        <ul aria-label="Your passkeys" className="divide-y divide-line">
          {passkeys.map((passkey) => (
            <PasskeyRow
              key={passkey.id}
              passkey={passkey}
              onRename={() => setRenaming(passkey)}
              onRemove={() => setRemoving(passkey)}
            />
          ))}
        </ul>
      )}
      <Button
        variant="secondary"
        className="w-fit"
        disabledReason={canUsePasskeys() ? undefined : 'This browser cannot make passkeys here.'}
        onClick={() => setAdding(true)}
      >
        Add a passkey
      </Button>
      {adding && <AddPasskey asksPassword={password && !recent} onClose={() => setAdding(false)} />}
      {removing !== undefined && <RemovePasskey passkey={removing} onClose={() => setRemoving(undefined)} />}
      {renaming !== undefined && <RenamePasskey passkey={renaming} onClose={() => setRenaming(undefined)} />}
    </Panel>
  );
};
