import type { Me } from '@mesh-markets/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { changeEmail } from '../../api/auth.ts';
import { errorSentence, fieldErrors } from '../../api/errors.ts';
import { securityQuery } from '../../api/securityQueries.ts';
import { placeErrors } from '../../lib/formErrors.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { FormError } from '../../ui/FormError.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { emailRules } from './EmailField.tsx';
import { PasswordField } from './PasswordField.tsx';
import { useInstance } from './useInstance.ts';

interface EmailValues {
  readonly newEmail: string;
  readonly currentPassword: string;
}

const fields = { newEmail: 'newEmail', currentPassword: 'currentPassword' } as const;
const empty: EmailValues = { newEmail: '', currentPassword: '' };

/** `password`: whether this person has one to type; else it takes a sign-in of just now. */
const ChangeEmail = ({ password }: { readonly password: boolean }) => {
  const [sentTo, setSentTo] = useState<string>();
  const { register, handleSubmit, setError, reset, formState } = useForm<EmailValues>({
    defaultValues: empty,
  });
  const { errors, isSubmitting } = formState;

  const change = async (form: EmailValues): Promise<void> => {
    try {
      await changeEmail({
        newEmail: form.newEmail,
        ...(password ? { currentPassword: form.currentPassword } : {}),
      });
      setSentTo(form.newEmail);
      reset(empty);
    } catch (error) {
      const found = fieldErrors(error);
      const homeless = placeErrors(found, fields, setError);
      if (found.size === 0 || homeless.length > 0) setError('root', { message: errorSentence(error) });
    }
  };

  return (
    <form noValidate onSubmit={(event) => void handleSubmit(change)(event)} className="grid max-w-sm gap-4">
      {sentTo !== undefined && (
        <Notice>
          Open the link we sent to <bdi className="font-medium break-all">{sentTo}</bdi>. Until then your
          address stays as it is.
        </Notice>
      )}
      <TextField
        label="New e-mail address"
        type="email"
        autoComplete="off"
        error={errors.newEmail?.message}
        {...register('newEmail', { ...emailRules, required: 'Type the new address.' })}
      />
      {password ? (
        <PasswordField
          label="Your password"
          autoComplete="current-password"
          error={errors.currentPassword?.message}
          {...register('currentPassword', { required: 'Type your password.' })}
        />
      ) : (
        <p className="text-sm text-muted">
          You sign in without a password. To change the address, do it within a quarter of an hour of signing
          in. We tell your old address.
        </p>
      )}
      <FormError message={errors.root?.message} />
      <Button type="submit" className="w-fit" pending={isSubmitting} pendingLabel="Sending…">
        Change address
      </Button>
    </form>
  );
};

/** Once it is known how they prove who they are. */
const ChangeEmailSection = () => {
  const { data, isError } = useQuery(securityQuery());
  const passwords = useInstance()?.passwordSignIn !== false;
  if (data === undefined && !isError) return <Skeleton className="h-56" />;
  return <ChangeEmail password={passwords && data?.password !== false} />;
};

/** The address, whether it is confirmed, and how to have another. */
export const EmailForm = ({ me }: { readonly me: Me }) => {
  const instance = useInstance();
  const asks = instance !== undefined && instance.emailVerification !== 'off';
  return (
    <>
      <p className="flex flex-wrap items-center gap-2 text-sm">
        <bdi className="break-all">{me.email}</bdi>
        {asks && (
          <Badge tone={me.emailVerified ? 'accent' : 'neutral'}>
            {me.emailVerified ? 'Confirmed' : 'Not confirmed'}
          </Badge>
        )}
      </p>
      {instance?.sendsMail === true && <ChangeEmailSection />}
      {instance?.sendsMail === false && (
        <p className="text-sm text-muted">
          This site sends no e-mails, so an address cannot be changed here. Ask whoever runs it.
        </p>
      )}
    </>
  );
};
