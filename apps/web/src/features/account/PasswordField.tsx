import { type ComponentProps, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';

type PasswordFieldProps = Omit<ComponentProps<typeof TextField>, 'type' | 'aside' | 'label'>;

export const PasswordField = (props: PasswordFieldProps) => {
  const [shown, setShown] = useState(false);
  return (
    <TextField
      {...props}
      label="Password"
      type={shown ? 'text' : 'password'}
      aside={
        <Button
          variant="ghost"
          className="h-6 px-1 text-xs"
          aria-pressed={shown}
          onClick={() => setShown((before) => !before)}
        >
          {shown ? 'Hide' : 'Show'}
          <span className="sr-only"> password</span>
        </Button>
      }
    />
  );
};
