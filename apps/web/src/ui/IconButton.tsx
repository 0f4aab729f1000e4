import type { LucideIcon } from 'lucide-react';
import { className as join } from '../lib/className.ts';
import { Button, type ButtonProps } from './Button.tsx';
import { Tooltip } from './Tooltip.tsx';

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'aria-label'> {
  readonly icon: LucideIcon;
  /** What it does: the tooltip, and the name for screen readers. */
  readonly label: string;
}

export const IconButton = ({ icon: Icon, label, className, variant = 'ghost', ...rest }: IconButtonProps) => {
  const button = (
    <Button {...rest} variant={variant} aria-label={label} className={join('w-10 px-0', className)}>
      <Icon aria-hidden size={20} strokeWidth={1.75} />
    </Button>
  );
  return rest.disabledReason === undefined ? <Tooltip label={label}>{button}</Tooltip> : button;
};
