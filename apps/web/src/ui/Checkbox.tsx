import { type ComponentProps, type ReactNode, useId } from 'react';
import { className as join } from '../lib/className.ts';

interface CheckboxProps extends Omit<ComponentProps<'input'>, 'id' | 'type'> {
  readonly label: ReactNode;
  /** Help that stays, under the label. */
  readonly hint?: ReactNode;
}

/** The browser's own box with its words beside it; both can be pressed. */
export const Checkbox = ({ label, hint, className, ...rest }: CheckboxProps) => {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div
      className={join('flex min-h-8 items-center gap-2.5', hint !== undefined && 'items-start', className)}
    >
      <input
        {...rest}
        id={id}
        type="checkbox"
        aria-describedby={hint === undefined ? undefined : hintId}
        className="size-4 shrink-0 accent-accent"
      />
      <div className="grid gap-0.5">
        <label htmlFor={id} className="text-sm">
          {label}
        </label>
        {hint !== undefined && (
          <p id={hintId} className="text-xs text-muted">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
};
