import type { ComponentProps } from 'react';
import { className as join } from '../lib/className.ts';
import { controlClass, Field, type FieldProps } from './Field.tsx';

type TextAreaProps = FieldProps & Omit<ComponentProps<'textarea'>, 'id'>;

/** Grows with its text where the browser can. */
export const TextArea = ({
  label,
  hint,
  error,
  aside,
  labelHidden = false,
  className,
  rows = 4,
  ...rest
}: TextAreaProps) => (
  <Field label={label} hint={hint} error={error} aside={aside} labelHidden={labelHidden}>
    {(ids) => (
      <textarea
        dir="auto"
        {...rest}
        {...ids}
        rows={rows}
        // A field that grows with its text no longer minds its rows: they are the least it is high.
        style={{ minHeight: `calc(${rows} * 1lh + 1rem + 2px)` }}
        className={join(controlClass, 'field-sizing-content max-h-96 resize-y py-2', className)}
      />
    )}
  </Field>
);
