import type { ComponentProps } from 'react';
import { TextField } from '../../ui/TextField.tsx';

/** For `register` of the form that an address is typed in. */
export const emailRules = {
  required: 'Type your e-mail address.',
  pattern: { value: /^\S+@\S+$/, message: 'This does not look like an e-mail address.' },
} as const;

export const EmailField = (
  props: Omit<ComponentProps<typeof TextField>, 'type' | 'label' | 'autoComplete'>,
) => <TextField {...props} label="E-mail address" type="email" autoComplete="email" />;
