import type { ReactNode } from 'react';
import { className as join } from '../lib/className.ts';

interface DialogFootProps {
  readonly children: ReactNode;
  /** For one wide button with words above it, in place of a row of buttons at the end. */
  readonly stacked?: boolean;
}

/** What ends a dialog. In view whatever the length of the form: nobody should have to look for what makes it final. */
export const DialogFoot = ({ children, stacked = false }: DialogFootProps) => (
  <div
    className={join(
      'sticky bottom-0 -mx-5 -mb-5 border-t border-line bg-raised px-5 py-4',
      stacked ? 'grid gap-3' : 'flex flex-wrap justify-end gap-2',
    )}
  >
    {children}
  </div>
);
