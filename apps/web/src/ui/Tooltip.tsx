import { Tooltip as RadixTooltip } from 'radix-ui';
import type { ReactNode } from 'react';

interface TooltipProps {
  readonly label: string;
  readonly children: ReactNode;
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
}

/**
 * Words for an icon or a reason, on hover and focus. Rendered in place rather than in a portal: a portal would land
 * under an open dialog, which the browser keeps in its top layer.
 */
export const Tooltip = ({ label, children, side = 'top' }: TooltipProps) => (
  <RadixTooltip.Provider delayDuration={300} disableHoverableContent>
    <RadixTooltip.Root>
      <RadixTooltip.Trigger asChild>{children}</RadixTooltip.Trigger>
      <RadixTooltip.Content
        side={side}
        sideOffset={6}
        collisionPadding={8}
        className="z-50 max-w-64 animate-fade rounded-md bg-text px-2 py-1 text-xs text-canvas shadow-float"
      >
        {label}
      </RadixTooltip.Content>
    </RadixTooltip.Root>
  </RadixTooltip.Provider>
);
