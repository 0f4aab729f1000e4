import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { className as join } from '../lib/className.ts';
import { controlClass, Field, type FieldProps } from './Field.tsx';

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

interface SelectProps extends FieldProps, Omit<ComponentProps<'select'>, 'id' | 'children'> {
  readonly choices: readonly Choice<string>[];
}

/** The browser's own select: right on every device, and it needs no script to be. */
export const Select = ({
  label,
  hint,
  error,
  aside,
  labelHidden = false,
  choices,
  className,
  ...rest
}: SelectProps) => (
  <Field label={label} hint={hint} error={error} aside={aside} labelHidden={labelHidden}>
    {(ids) => (
      <div className="relative">
        <select {...rest} {...ids} className={join(controlClass, 'h-10 appearance-none pe-9', className)}>
          {choices.map(({ value, label: words }) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
        <ChevronDown
          aria-hidden
          size={16}
          className="pointer-events-none absolute inset-y-0 end-3 my-auto text-muted"
        />
      </div>
    )}
  </Field>
);
