import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { signUp } from '../../api/auth.ts';
import { errorSentence, fieldErrors } from '../../api/errors.ts';
import { useFeatures } from '../../api/featureQueries.ts';
import { formatCredits } from '../../lib/format.ts';
import { placeErrors } from '../../lib/formErrors.ts';
import { paths } from '../../lib/paths.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { Button } from '../../ui/Button.tsx';
import { FormError } from '../../ui/FormError.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { showToast } from '../../ui/toast.ts';
import { useSignupCredits } from '../shell/HowItWorks.tsx';
import { AccountFrame } from './AccountFrame.tsx';
import { EmailField, emailRules } from './EmailField.tsx';
import { JoinByProvider } from './JoinByProvider.tsx';
import { NewPasswordField, newPasswordRules } from './PasswordField.tsx';
import { useEnter, useLeaveWhenSignedIn } from './useEnter.ts';
import { useInstance } from './useInstance.ts';
import { useLinkToken } from './useLinkToken.ts';

const route = getRouteApi('/sign-up');

interface SignUpForm {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

const fields = { name: 'name', email: 'email', password: 'password' } as const;

interface SignUpFieldsProps {
  readonly invitation: string | undefined;
  readonly onMailed: (email: string) => void;
}

const SignUpFields = ({ invitation, onMailed }: SignUpFieldsProps) => {
  const enter = useEnter();
  const grant = useSignupCredits();
  const { register, handleSubmit, setError, formState } = useForm<SignUpForm>();
  const { errors, isSubmitting } = formState;

  const join = async (form: SignUpForm): Promise<void> => {
    try {
      if ((await signUp({ ...form, ...(invitation === undefined ? {} : { invitation }) })) === 'mail') {
        onMailed(form.email);
        return;
      }
      await enter();
      showToast({ message: `Welcome, ${form.name}. ${formatCredits(grant)} is in your wallet.` });
    } catch (error) {
      const found = fieldErrors(error);
      const homeless = placeErrors(found, fields, setError);
      if (found.size === 0 || homeless.length > 0) setError('root', { message: errorSentence(error) });
    }
  };

  return (
    <form noValidate onSubmit={(event) => void handleSubmit(join)(event)} className="grid gap-4">
      <TextField
        label="Name"
        autoComplete="name"
        hint="Shown beside your posts and trades. You can change it later."
        error={errors.name?.message}
        {...register('name', { required: 'Type the name others should see.' })}
      />
      <EmailField error={errors.email?.message} {...register('email', emailRules)} />
      <NewPasswordField error={errors.password?.message} {...register('password', newPasswordRules)} />
      <FormError message={errors.root?.message} />
      <Button type="submit" size="large" wide pending={isSubmitting} pendingLabel="Joining…">
        Join with {formatCredits(grant)}
      </Button>
    </form>
  );
};

/** The same whether the address was free or not: only its mailbox says which. */
const Mailed = ({ email, onAgain }: { readonly email: string; readonly onAgain: () => void }) => (
  <div role="status" className="grid gap-3">
    <Notice>
      <strong className="font-semibold">Look in your mail.</strong> We wrote to{' '}
      <bdi className="font-medium break-all">{email}</bdi>. Open the link in it, then sign in.
    </Notice>
    <p className="text-sm text-muted">
      Nothing came? Look among the unwanted mails, or{' '}
      <button type="button" className="text-accent underline" onClick={onAgain}>
        try another address
      </button>
      .
    </p>
  </div>
);

/** Why nobody can join just now, or the form. */
const Entrance = () => {
  const [mailed, setMailed] = useState<string>();
  const { signUp: switchedOn } = useFeatures();
  const instance = useInstance();
  const mode = instance?.signUp ?? 'open';
  const passwords = instance?.passwordSignIn !== false;
  const provider = instance?.provider;
  const invitation = useLinkToken('invite');
  if (!switchedOn) return <Notice>New accounts cannot be made at the moment. Try again later.</Notice>;
  if (mailed !== undefined) return <Mailed email={mailed} onAgain={() => setMailed(undefined)} />;
  if (mode === 'closed') return <Notice>New accounts cannot be made here.</Notice>;
  return (
    <>
      {mode === 'invite' && invitation === undefined && (
        <Notice>
          People join here by invitation. Open the link you were given, or join with the very e-mail address
          that was invited.
        </Notice>
      )}
      {mode === 'invite' && invitation !== undefined && <Notice>You are invited. Welcome!</Notice>}
      {passwords && <SignUpFields invitation={invitation} onMailed={setMailed} />}
      {provider !== undefined && <JoinByProvider provider={provider} invitation={invitation} />}
    </>
  );
};

export const SignUpPage = () => {
  useDocumentTitle('Join');
  const { next } = route.useSearch();
  const grant = formatCredits(useSignupCredits());
  if (useLeaveWhenSignedIn(next)) return null;
  return (
    <AccountFrame
      title="Join"
      lead={`You get ${grant} of play money to trade with. It is never worth real money, and it costs nothing.`}
      foot={
        <>
          Already here?{' '}
          <Link
            to={paths.signIn()}
            search={next === undefined ? {} : { next }}
            className="text-accent underline"
          >
            Sign in
          </Link>
        </>
      }
    >
      <Entrance />
    </AccountFrame>
  );
};
