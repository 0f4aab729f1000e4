import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { resetPassword } from '../../api/auth.ts';
import { errorSentence, fieldErrors, hasCode } from '../../api/errors.ts';
import { meQuery } from '../../api/queries.ts';
import { paths } from '../../lib/paths.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { Button } from '../../ui/Button.tsx';
import { FormError } from '../../ui/FormError.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { showToast } from '../../ui/toast.ts';
import { AccountFrame } from './AccountFrame.tsx';
import { NewPasswordField, newPasswordRules } from './PasswordField.tsx';
import { useLinkToken } from './useLinkToken.ts';

interface ResetForm {
  readonly newPassword: string;
}

const NewPassword = ({ token }: { readonly token: string }) => {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { register, handleSubmit, setError, formState } = useForm<ResetForm>();
  const { errors, isSubmitting } = formState;

  const choose = async ({ newPassword }: ResetForm): Promise<void> => {
    try {
      await resetPassword({ token, newPassword });
      // Whoever was signed in here is not any more.
      queryClient.setQueryData(meQuery().queryKey, null);
      showToast({ message: 'Your password is changed. Sign in with the new one.' });
      await navigate({ to: paths.signIn(), replace: true });
    } catch (error) {
      const path = hasCode(error, 'VALIDATION_FAILED') && fieldErrors(error).get('newPassword');
      setError(path ? 'newPassword' : 'root', { message: path || errorSentence(error) });
    }
  };

  return (
    <form noValidate onSubmit={(event) => void handleSubmit(choose)(event)} className="grid gap-4">
      <NewPasswordField
        label="New password"
        error={errors.newPassword?.message}
        {...register('newPassword', newPasswordRules)}
      />
      <FormError message={errors.root?.message} />
      <Button type="submit" size="large" wide pending={isSubmitting} pendingLabel="Changing…">
        Change password
      </Button>
    </form>
  );
};

/** Where the link of a mail leads. */
export const ResetPasswordPage = () => {
  useDocumentTitle('New password');
  const token = useLinkToken();
  return (
    <AccountFrame
      title="Choose a new password"
      lead="Afterwards every browser is signed out, and you sign in with the new password. API keys go on working."
      foot={
        <Link to={paths.forgotPassword()} className="text-accent underline">
          Ask for a new link
        </Link>
      }
    >
      {token === undefined ? (
        <Notice>The link is incomplete. Open the whole link from the mail.</Notice>
      ) : (
        <NewPassword token={token} />
      )}
    </AccountFrame>
  );
};
