import type { ComponentProps, ReactNode } from 'react';
import { className as join } from '../lib/className.ts';
import { controlClass, Field, type FieldProps } from './Field.tsx';

interface TextFieldProps extends FieldProps, Omit<ComponentProps<'input'>, 'id'> {
  /** Inside the field, before the text: `₡`, `@`. */
  readonly before?: ReactNode;
}

export const TextField = ({
  label,
  hint,
  error,
  aside,
  labelHidden = false,
  before,
  className,
  type = 'text',
  ...rest
}: TextFieldProps) => (
  <Field label={label} hint={hint} error={error} aside={aside} labelHidden={labelHidden}>
    {(ids) => (
      <div className="relative">
        {before !== undefined && (
          <span aria-hidden className="absolute inset-y-0 start-3 flex items-center text-muted">
            {before}
          </span>
        )}
        <input
          {...rest}
          {...ids}
          type={type}
          className={join(controlClass, 'h-10', before !== undefined && 'ps-8', className)}
        />
      </div>
    )}
  </Field>
);
