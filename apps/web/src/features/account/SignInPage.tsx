import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { signIn } from '../../api/auth.ts';
import { errorSentence } from '../../api/errors.ts';
import { paths } from '../../lib/paths.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { Button } from '../../ui/Button.tsx';
import { FormError } from '../../ui/FormError.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { AccountFrame } from './AccountFrame.tsx';
import { OtherWaysIn } from './OtherWaysIn.tsx';
import { PasswordField } from './PasswordField.tsx';
import { providerSentence } from './providerSentence.ts';
import { SecondStepForm } from './SecondStepForm.tsx';
import { useEnter, useLeaveWhenSignedIn } from './useEnter.ts';
import { useInstance } from './useInstance.ts';

const route = getRouteApi('/sign-in');

interface SignInForm {
  readonly email: string;
  readonly password: string;
}

const SignInFields = ({ onCode }: { readonly onCode: () => void }) => {
  const enter = useEnter();
  const { register, handleSubmit, setError, formState } = useForm<SignInForm>();
  const { errors, isSubmitting } = formState;

  const open = async (form: SignInForm): Promise<void> => {
    try {
      if ((await signIn(form)) === 'code') onCode();
      else await enter();
    } catch (error) {
      setError('root', { message: errorSentence(error) });
    }
  };

  return (
    <form noValidate onSubmit={(event) => void handleSubmit(open)(event)} className="grid gap-4">
      <TextField
        label="E-mail address"
        type="email"
        autoComplete="username webauthn"
        error={errors.email?.message}
        {...register('email', { required: 'Type your e-mail address.' })}
      />
      <PasswordField
        autoComplete="current-password"
        error={errors.password?.message}
        {...register('password', { required: 'Type your password.' })}
      />
      <Link to={paths.forgotPassword()} className="-mt-1 w-fit text-sm text-accent underline">
        Forgot your password?
      </Link>
      <FormError message={errors.root?.message} />
      <Button type="submit" size="large" wide pending={isSubmitting} pendingLabel="Signing in…">
        Sign in
      </Button>
    </form>
  );
};

export const SignInPage = () => {
  useDocumentTitle('Sign in');
  const { next, problem, step } = route.useSearch();
  const instance = useInstance();
  const [asksCode, setAsksCode] = useState(step === 'code');
  if (useLeaveWhenSignedIn(next)) return null;
  if (asksCode) {
    return (
      <AccountFrame title="One more step" lead="Your account asks for a code." foot="">
        <SecondStepForm onStartOver={() => setAsksCode(false)} />
      </AccountFrame>
    );
  }
  const passwords = instance?.passwordSignIn !== false;
  return (
    <AccountFrame
      title="Sign in"
      lead="Welcome back."
      foot={
        <>
          New here?{' '}
          <Link
            to={paths.signUp()}
            search={next === undefined ? {} : { next }}
            className="text-accent underline"
          >
            Join
          </Link>
        </>
      }
    >
      {problem !== undefined && (
        <div className="mb-4">
          <FormError message={providerSentence(problem, instance?.provider)} />
        </div>
      )}
      {passwords && <SignInFields onCode={() => setAsksCode(true)} />}
      <OtherWaysIn provider={instance?.provider} alone={!passwords} next={next} />
    </AccountFrame>
  );
};
