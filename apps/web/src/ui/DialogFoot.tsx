import type { ReactNode } from 'react';
import { className as join } from '../lib/className.ts';

interface DialogFootProps {
  readonly children: ReactNode;
  /** For one wide button with words above it, in place of a row of buttons at the end. */
  readonly stacked?: boolean;
}

/**
 * What ends a dialog. In view whatever the length of the form: nobody should have to look for what makes it final. Only where a window
 * has no room for more than a few lines of text it stands at the form's end.
 */
export const DialogFoot = ({ children, stacked = false }: DialogFootProps) => (
  <div
    className={join(
      '-mx-5 -mb-5 border-t [@media(min-height:26rem)]:sticky [@media(min-height:26rem)]:bottom-0 border-line bg-raised px-5 py-4',
      stacked ? 'grid gap-3' : 'flex flex-wrap justify-end gap-2',
    )}
  >
    {children}
  </div>
);
