import { cva, type VariantProps } from 'class-variance-authority';
import { type ComponentProps, type MouseEvent, useId } from 'react';
import { className as join } from '../lib/className.ts';
import { Tooltip } from './Tooltip.tsx';

/** The look of a button, for links that act like one. */
export const buttonClass = cva(
  'inline-flex items-center justify-center gap-2 rounded-md font-medium transition-colors select-none ' +
    'disabled:opacity-50 disabled:cursor-not-allowed aria-disabled:opacity-50 aria-disabled:cursor-not-allowed',
  {
    variants: {
      variant: {
        primary: 'bg-accent text-on-accent enabled:hover:bg-accent-strong [a]:hover:bg-accent-strong',
        secondary: 'border border-line bg-raised text-text hover:bg-sunken',
        ghost: 'text-muted hover:bg-sunken hover:text-text',
        danger: 'border border-line bg-raised text-danger hover:bg-danger-soft',
        yes: 'bg-yes text-on-yes enabled:hover:bg-yes-strong',
        no: 'bg-no text-on-no enabled:hover:bg-no-strong',
        yesSoft: 'bg-yes-soft text-yes hover:bg-yes hover:text-on-yes',
        noSoft: 'bg-no-soft text-no hover:bg-no hover:text-on-no',
      },
      size: {
        small: 'h-8 px-3 text-sm',
        medium: 'h-10 px-4 text-sm',
        large: 'h-12 px-5 text-base',
      },
      wide: { true: 'w-full', false: '' },
    },
    defaultVariants: { variant: 'primary', size: 'medium', wide: false },
  },
);

export interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof buttonClass> {
  /** The work is under way: the button keeps its size and says so with these words. */
  readonly pending?: boolean | undefined;
  readonly pendingLabel?: string | undefined;
  /** Why the button cannot be used now. It stays reachable, so that everybody can learn the reason. */
  readonly disabledReason?: string | undefined;
}

const keepStill = (event: MouseEvent): void => event.preventDefault();

export const Button = ({
  variant,
  size,
  wide,
  pending = false,
  pendingLabel,
  disabledReason,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) => {
  const reasonId = useId();
  const inert = pending || disabledReason !== undefined;
  const button = (
    <button
      {...rest}
      type={type}
      className={join(buttonClass({ variant, size, wide }), pending && 'animate-pulse', className)}
      onClick={inert ? keepStill : onClick}
      aria-busy={pending || undefined}
      aria-disabled={inert || undefined}
      aria-describedby={disabledReason === undefined ? rest['aria-describedby'] : reasonId}
    >
      {pending && pendingLabel !== undefined ? pendingLabel : children}
      {disabledReason !== undefined && (
        <span id={reasonId} hidden>
          {disabledReason}
        </span>
      )}
    </button>
  );
  return disabledReason === undefined ? (
    button
  ) : (
    <Tooltip label={disabledReason} onPress>
      {button}
    </Tooltip>
  );
};
