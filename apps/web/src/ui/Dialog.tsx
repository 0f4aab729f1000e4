import { X } from 'lucide-react';
import { type MouseEvent, type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { className as join } from '../lib/className.ts';
import { IconButton } from './IconButton.tsx';

interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}

const dialogPlace = 'm-auto max-h-[min(44rem,calc(100dvh-2rem))] w-[min(30rem,calc(100vw-2rem))] rounded-md';
const sheetPlace =
  'max-md:mx-0 max-md:mt-auto max-md:mb-0 max-md:w-full max-md:max-w-none max-md:rounded-b-none ' +
  'max-md:max-h-[calc(100dvh-3rem)] max-md:pb-[env(safe-area-inset-bottom)]';

/**
 * The browser's own modal dialog: it traps focus, closes on Escape, gives focus back and makes the rest of the page
 * inert, without injected styles that a strict content policy would refuse.
 * Focus goes to the element marked data-autofocus, else to the title.
 */
const OpenDialog = ({ onClose, title, children, className }: Omit<DialogProps, 'open'>) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  // A layout effect, because its clean-up still finds the dialog in the page and can give focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    const first = element?.querySelector<HTMLElement>('[data-autofocus]') ?? element?.querySelector('h2');
    first?.focus();
    return () => element?.close();
  }, []);

  const closeOnBackdrop = (event: MouseEvent): void => {
    if (event.target === dialog.current) onClose();
  };

  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClose={() => dialog.current?.open === false && onClose()}
      onMouseDown={closeOnBackdrop}
      className={join(
        'animate-rise overflow-y-auto overscroll-contain bg-raised p-0 text-text shadow-float backdrop:animate-fade',
        dialogPlace,
        className,
      )}
    >
      <div className="p-5">
        <header className="mb-4 flex items-start justify-between gap-3">
          <h2 id={titleId} tabIndex={-1} className="pt-1.5 text-lg font-semibold outline-none">
            {title}
          </h2>
          <IconButton icon={X} label="Close" onClick={onClose} className="-me-2" />
        </header>
        {children}
      </div>
    </dialog>
  );
};

export const Dialog = ({ open, ...rest }: DialogProps) => (open ? <OpenDialog {...rest} /> : null);

/** A dialog that rises from the bottom edge on phones, within reach of the thumb. */
export const Sheet = ({ className, ...rest }: DialogProps) => (
  <Dialog {...rest} className={join(sheetPlace, className)} />
);
