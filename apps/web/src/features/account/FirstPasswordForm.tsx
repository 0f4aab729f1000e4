import { useForm } from 'react-hook-form';
import { setPassword } from '../../api/auth.ts';
import { errorSentence } from '../../api/errors.ts';
import { useSecurityChanged } from '../../api/securityQueries.ts';
import { Button } from '../../ui/Button.tsx';
import { FormError } from '../../ui/FormError.tsx';
import { showToast } from '../../ui/toast.ts';
import { NewPasswordField, newPasswordRules } from './PasswordField.tsx';

/** For somebody who signs in by another service or with a passkey. */
export const FirstPasswordForm = ({ email }: { readonly email: string }) => {
  const changed = useSecurityChanged();
  const { register, handleSubmit, setError, formState } = useForm({ defaultValues: { newPassword: '' } });
  const { errors, isSubmitting } = formState;

  const set = async (form: { newPassword: string }): Promise<void> => {
    try {
      await setPassword(form);
      changed();
      showToast({ message: 'You have a password now. Every other browser is signed out.' });
    } catch (error) {
      setError('root', { message: errorSentence(error) });
    }
  };

  return (
    <form noValidate onSubmit={(event) => void handleSubmit(set)(event)} className="grid max-w-sm gap-4">
      <p className="text-sm text-muted">You sign in without one. With a password you have a second way.</p>
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <NewPasswordField
        label="New password"
        error={errors.newPassword?.message}
        {...register('newPassword', newPasswordRules)}
      />
      <FormError message={errors.root?.message} />
      <Button type="submit" className="w-fit" pending={isSubmitting} pendingLabel="Setting…">
        Set password
      </Button>
    </form>
  );
};
