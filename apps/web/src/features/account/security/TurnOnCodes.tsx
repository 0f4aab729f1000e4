import type { AnswerOf } from '@mesh-markets/contract';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { errorSentence, fieldErrors } from '../../../api/errors.ts';
import { useSecurityChanged } from '../../../api/securityQueries.ts';
import { useApiMutation } from '../../../api/useApiMutation.ts';
import { Button } from '../../../ui/Button.tsx';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { QrCode } from '../../../ui/QrCode.tsx';
import { PasswordField } from '../PasswordField.tsx';
import { BackupCodes } from './BackupCodes.tsx';
import { CodeField } from './CodeField.tsx';

type AppSecret = AnswerOf<'startCodes'>;

interface AskPasswordProps {
  readonly hasPassword: boolean;
  readonly onSecret: (secret: AppSecret) => void;
  readonly onClose: () => void;
}

const AskPassword = ({ hasPassword, onSecret, onClose }: AskPasswordProps) => {
  const start = useApiMutation('startCodes', { onSuccess: onSecret });
  const { register, handleSubmit } = useForm({ defaultValues: { password: '' } });
  const problem = fieldErrors(start.error).get('password');
  return (
    <form
      noValidate
      className="grid gap-4"
      onSubmit={(event) =>
        void handleSubmit(({ password }) => start.mutate({ body: hasPassword ? { password } : {} }))(event)
      }
    >
      <p className="text-sm text-muted">
        You need an app that shows codes, like the one that keeps your passwords, or any authenticator app.
      </p>
      {hasPassword && (
        <PasswordField
          label="Your password"
          autoComplete="current-password"
          data-autofocus
          error={problem}
          {...register('password')}
        />
      )}
      <FormError message={start.isError && problem === undefined ? errorSentence(start.error) : undefined} />
      <div className="flex justify-end gap-2">
        <Button variant="secondary" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" pending={start.isPending} pendingLabel="Checking…">
          Continue
        </Button>
      </div>
    </form>
  );
};

interface AskCodeProps {
  readonly secret: AppSecret;
  readonly onCodes: (codes: readonly string[]) => void;
  readonly onClose: () => void;
}

const AskCode = ({ secret, onCodes, onClose }: AskCodeProps) => {
  const confirm = useApiMutation('confirmCodes', { onSuccess: ({ backupCodes }) => onCodes(backupCodes) });
  const { register, handleSubmit } = useForm({ defaultValues: { code: '' } });
  const problem = fieldErrors(confirm.error).get('code');
  return (
    <form
      noValidate
      className="grid gap-4"
      onSubmit={(event) => void handleSubmit((body) => confirm.mutate({ body }))(event)}
    >
      <p className="text-sm text-muted">Take a picture of this with the app, or type the key into it.</p>
      <QrCode text={secret.uri} label="QR code for an authenticator app" />
      <div className="grid gap-1 text-sm">
        <span className="font-medium">Key</span>
        <div className="flex items-center gap-2">
          <code className="min-w-0 flex-1 rounded-md bg-sunken px-3 py-2 break-all select-all">
            {secret.secret}
          </code>
          <CopyButton text={secret.secret} otherwise="Select the key and copy it." />
        </div>
      </div>
      <CodeField
        inputMode="numeric"
        hint="The 6 digits that the app shows now."
        error={problem}
        {...register('code')}
      />
      <FormError
        message={confirm.isError && problem === undefined ? errorSentence(confirm.error) : undefined}
      />
      <div className="flex justify-end gap-2">
        <Button variant="secondary" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" pending={confirm.isPending} pendingLabel="Turning on…">
          Turn on codes
        </Button>
      </div>
    </form>
  );
};

interface TurnOnCodesProps {
  readonly hasPassword: boolean;
  readonly onClose: () => void;
}

/** Password, picture and a first code, backup codes. */
export const TurnOnCodes = ({ hasPassword, onClose }: TurnOnCodesProps) => {
  const changed = useSecurityChanged();
  const [secret, setSecret] = useState<AppSecret>();
  const [codes, setCodes] = useState<readonly string[]>();
  const close = (): void => {
    if (codes !== undefined) changed();
    onClose();
  };
  return (
    <Dialog open onClose={close} title={codes === undefined ? 'Turn on codes' : 'Codes are on'}>
      {secret === undefined && <AskPassword hasPassword={hasPassword} onSecret={setSecret} onClose={close} />}
      {secret !== undefined && codes === undefined && (
        <AskCode secret={secret} onCodes={setCodes} onClose={close} />
      )}
      {codes !== undefined && <BackupCodes codes={codes} onDone={close} />}
    </Dialog>
  );
};
