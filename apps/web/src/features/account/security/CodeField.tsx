import type { ComponentProps } from 'react';
import { TextField } from '../../../ui/TextField.tsx';

/** Six digits of an app, or a backup code; phones offer the digits themselves. */
export const CodeField = (props: Omit<ComponentProps<typeof TextField>, 'label'>) => (
  <TextField
    label="Code"
    autoComplete="one-time-code"
    autoCapitalize="none"
    spellCheck={false}
    maxLength={20}
    className="tabular-nums"
    {...props}
  />
);
