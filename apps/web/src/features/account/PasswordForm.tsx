import { useForm } from 'react-hook-form';
import { changePassword } from '../../api/auth.ts';
import { errorSentence, fieldErrors } from '../../api/errors.ts';
import { placeErrors } from '../../lib/formErrors.ts';
import { Button } from '../../ui/Button.tsx';
import { FormError } from '../../ui/FormError.tsx';
import { showToast } from '../../ui/toast.ts';
import { NewPasswordField, newPasswordRules, PasswordField } from './PasswordField.tsx';

interface PasswordValues {
  readonly currentPassword: string;
  readonly newPassword: string;
}

const fields = { currentPassword: 'currentPassword', newPassword: 'newPassword' } as const;
const empty: PasswordValues = { currentPassword: '', newPassword: '' };

export const PasswordForm = ({ email }: { readonly email: string }) => {
  const { register, handleSubmit, setError, reset, formState } = useForm<PasswordValues>({
    defaultValues: empty,
  });
  const { errors, isSubmitting } = formState;

  const change = async (form: PasswordValues): Promise<void> => {
    try {
      await changePassword(form);
      reset(empty);
      showToast({ message: 'Your password is changed. Every other browser is signed out.' });
    } catch (error) {
      const found = fieldErrors(error);
      const homeless = placeErrors(found, fields, setError);
      if (found.size === 0 || homeless.length > 0) setError('root', { message: errorSentence(error) });
    }
  };

  return (
    <form noValidate onSubmit={(event) => void handleSubmit(change)(event)} className="grid max-w-sm gap-4">
      {/* Tells password managers whose password it is. */}
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <PasswordField
        label="Current password"
        autoComplete="current-password"
        error={errors.currentPassword?.message}
        {...register('currentPassword', { required: 'Type the password you have now.' })}
      />
      <NewPasswordField
        label="New password"
        error={errors.newPassword?.message}
        {...register('newPassword', newPasswordRules)}
      />
      <FormError message={errors.root?.message} />
      <Button type="submit" className="w-fit" pending={isSubmitting} pendingLabel="Changing…">
        Change password
      </Button>
    </form>
  );
};
