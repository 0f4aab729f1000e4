import { type ComponentProps, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';

/** As the server wants it. */
const shortest = 10;

/** For `register` of the form that a new password is typed in. */
export const newPasswordRules = {
  required: 'Choose a password.',
  minLength: { value: shortest, message: `Must be at least ${shortest} characters.` },
} as const;

interface PasswordFieldProps extends Omit<ComponentProps<typeof TextField>, 'type' | 'aside' | 'label'> {
  readonly label?: string;
}

export const PasswordField = ({ label = 'Password', ...props }: PasswordFieldProps) => {
  const [shown, setShown] = useState(false);
  return (
    <TextField
      {...props}
      label={label}
      type={shown ? 'text' : 'password'}
      aside={
        <Button
          variant="ghost"
          className="h-6 px-1 text-xs"
          aria-pressed={shown}
          onClick={() => setShown((before) => !before)}
        >
          {shown ? 'Hide' : 'Show'}
          <span className="sr-only"> {label.toLowerCase()}</span>
        </Button>
      }
    />
  );
};

export const NewPasswordField = (props: Omit<PasswordFieldProps, 'hint' | 'autoComplete'>) => (
  <PasswordField {...props} autoComplete="new-password" hint={`At least ${shortest} characters.`} />
);
