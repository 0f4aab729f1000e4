import { useForm } from 'react-hook-form';
import { sendCode } from '../../api/auth.ts';
import { errorSentence, hasCode } from '../../api/errors.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { FormError } from '../../ui/FormError.tsx';
import { CodeField } from './security/CodeField.tsx';
import { useEnter } from './useEnter.ts';

/** The code, after the password was right. */
export const SecondStepForm = ({ onStartOver }: { readonly onStartOver: () => void }) => {
  const enter = useEnter();
  const { register, handleSubmit, setError, formState } = useForm({
    defaultValues: { code: '', trustDevice: false },
  });
  const { errors, isSubmitting } = formState;

  const send = async (form: { code: string; trustDevice: boolean }): Promise<void> => {
    try {
      await sendCode(form);
      await enter();
    } catch (error) {
      const field = hasCode(error, 'VALIDATION_FAILED') ? 'code' : 'root';
      setError(field, { message: errorSentence(error).replace(/^code: /, '') });
    }
  };

  return (
    <form noValidate onSubmit={(event) => void handleSubmit(send)(event)} className="grid gap-4">
      <CodeField
        autoFocus
        hint="The 6 digits that your app shows, or a backup code."
        error={errors.code?.message}
        {...register('code', { required: 'Type the code.' })}
      />
      <Checkbox
        label="Do not ask again in this browser for 30 days"
        hint="Only where nobody else uses it."
        {...register('trustDevice')}
      />
      <FormError message={errors.root?.message} />
      <Button type="submit" size="large" wide pending={isSubmitting} pendingLabel="Checking…">
        Sign in
      </Button>
      <Button variant="ghost" onClick={onStartOver}>
        Start over
      </Button>
    </form>
  );
};
