import type { AnswerOf } from '@mesh-markets/contract';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { errorSentence, fieldErrors } from '../../../api/errors.ts';
import { useSecurityChanged } from '../../../api/securityQueries.ts';
import { useApiMutation } from '../../../api/useApiMutation.ts';
import { Button } from '../../../ui/Button.tsx';
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
}

const AskPassword = ({ hasPassword, onSecret }: AskPasswordProps) => {
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
      <Button type="submit" className="w-fit" pending={start.isPending} pendingLabel="Checking">
        Continue
      </Button>
    </form>
  );
};

interface AskCodeProps {
  readonly secret: AppSecret;
  readonly onCodes: (codes: readonly string[]) => void;
}

const AskCode = ({ secret, onCodes }: AskCodeProps) => {
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
      <p className="text-sm">
        <span className="text-muted">Key: </span>
        <code className="break-all select-all">{secret.secret}</code>
      </p>
      <CodeField
        inputMode="numeric"
        hint="The 6 digits that the app shows now."
        error={problem}
        {...register('code')}
      />
      <FormError
        message={confirm.isError && problem === undefined ? errorSentence(confirm.error) : undefined}
      />
      <Button type="submit" className="w-fit" pending={confirm.isPending} pendingLabel="Turning on">
        Turn on codes
      </Button>
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
      {secret === undefined && <AskPassword hasPassword={hasPassword} onSecret={setSecret} />}
      {secret !== undefined && codes === undefined && <AskCode secret={secret} onCodes={setCodes} />}
      {codes !== undefined && <BackupCodes codes={codes} onDone={close} />}
    </Dialog>
  );
};
