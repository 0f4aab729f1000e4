import { type ReactNode, useId } from 'react';
import { className as join } from '../lib/className.ts';

/** What every labelled control takes. */
export interface FieldProps {
  readonly label: string;
  /** Help that stays. */
  readonly hint?: ReactNode;
  /** What is wrong and what to do about it; replaces the hint. */
  readonly error?: string | undefined;
  /** Shown at the right of the label, for example a counter. */
  readonly aside?: ReactNode;
  /** The label is for screen readers only, because the place already says it. */
  readonly labelHidden?: boolean;
}

interface ControlIds {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

interface Props extends FieldProps {
  readonly children: (ids: ControlIds) => ReactNode;
}

export const controlClass =
  'w-full rounded-md border border-edge bg-raised px-3 text-base text-text placeholder:text-muted ' +
  'focus-visible:outline-offset-0 aria-invalid:border-danger disabled:opacity-60';

/** A label above, a control, and below it the error or the hint, tied together for screen readers. */
export const Field = ({ label, hint, error, aside, labelHidden = false, children }: Props) => {
  const id = useId();
  const helpId = `${id}-help`;
  const hasHelp = error !== undefined || hint !== undefined;
  return (
    <div className="grid min-w-0 gap-1">
      <div className={join('flex items-baseline justify-between gap-3', labelHidden && 'sr-only')}>
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        {aside}
      </div>
      {children({
        id,
        'aria-describedby': hasHelp ? helpId : undefined,
        'aria-invalid': error === undefined ? undefined : true,
      })}
      {hasHelp && (
        <p id={helpId} className={join('text-xs', error === undefined ? 'text-muted' : 'text-danger')}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
};
