import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { requestPasswordReset } from '../../api/auth.ts';
import { errorSentence } from '../../api/errors.ts';
import { paths } from '../../lib/paths.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { Button } from '../../ui/Button.tsx';
import { FormError } from '../../ui/FormError.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { AccountFrame } from './AccountFrame.tsx';
import { EmailField, emailRules } from './EmailField.tsx';
import { useInstance } from './useInstance.ts';

const AskForm = ({ onAsked }: { readonly onAsked: (email: string) => void }) => {
  const { register, handleSubmit, setError, formState } = useForm<{ email: string }>();
  const { errors, isSubmitting } = formState;

  const ask = async ({ email }: { email: string }): Promise<void> => {
    try {
      await requestPasswordReset({ email });
      onAsked(email);
    } catch (error) {
      setError('root', { message: errorSentence(error) });
    }
  };

  return (
    <form noValidate onSubmit={(event) => void handleSubmit(ask)(event)} className="grid gap-4">
      <EmailField error={errors.email?.message} {...register('email', emailRules)} />
      <FormError message={errors.root?.message} />
      <Button type="submit" size="large" wide pending={isSubmitting} pendingLabel="Sending…">
        Send me a link
      </Button>
    </form>
  );
};

/** Where no mail is sent, only a person can help. */
const AskOperator = ({ contact }: { readonly contact: string | undefined }) => (
  <Notice>
    This site sends no e-mails. Ask whoever runs it for a link to a new password
    {contact === undefined ? '.' : ': '}
    {contact !== undefined && <bdi className="font-medium wrap-anywhere">{contact}</bdi>}
  </Notice>
);

const Asked = ({ email, onAgain }: { readonly email: string; readonly onAgain: () => void }) => (
  <>
    <Notice>
      If <bdi className="font-medium break-all">{email}</bdi> belongs to an account here, a link is on its way
      to it. It works once, for an hour.
    </Notice>
    <p className="text-sm text-muted">
      Nothing came? Look among the unwanted mails, or{' '}
      <button type="button" className="text-accent underline" onClick={onAgain}>
        try another address
      </button>
      .
    </p>
  </>
);

export const ForgotPasswordPage = () => {
  useDocumentTitle('Forgot password');
  const instance = useInstance();
  const [asked, setAsked] = useState<string>();
  const sends = instance?.sendsMail === true;
  return (
    <AccountFrame
      title="Forgot your password?"
      lead={
        sends ? 'Tell us your e-mail address, and we send you a link to a new one.' : 'It can be set anew.'
      }
      foot={
        <Link to={paths.signIn()} className="text-accent underline">
          Back to sign in
        </Link>
      }
    >
      {instance === undefined && <Skeleton className="h-32" />}
      {instance && !sends && <AskOperator contact={instance.operatorContact} />}
      {sends && asked === undefined && <AskForm onAsked={setAsked} />}
      {sends && asked !== undefined && <Asked email={asked} onAgain={() => setAsked(undefined)} />}
    </AccountFrame>
  );
};
