import { X } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { className as join } from '../lib/className.ts';
import { Button } from './Button.tsx';
import { currentToasts, dismissToast, subscribeToToasts, type Toast } from './toast.ts';

const shownMilliseconds = 6_000;

const ToastItem = ({ toast }: { readonly toast: Toast }) => {
  const [held, setHeld] = useState(false);

  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismissToast(toast.id), shownMilliseconds);
    return () => clearTimeout(timer);
  }, [held, toast.id]);

  return (
    <li
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className={join(
        'pointer-events-auto flex w-fit max-w-full animate-rise items-center gap-2 rounded-md bg-raised py-2 ps-4 pe-2',
        'text-sm shadow-float',
        toast.tone === 'danger' && 'text-danger',
      )}
    >
      <span className="min-w-0 flex-1">{toast.message}</span>
      {toast.action && (
        <Button
          variant="ghost"
          size="small"
          className="text-accent"
          onClick={() => {
            dismissToast(toast.id);
            toast.action?.onSelect();
          }}
        >
          {toast.action.label}
        </Button>
      )}
      <Button
        variant="ghost"
        size="small"
        aria-label="Dismiss"
        className="w-8 px-0"
        onClick={() => dismissToast(toast.id)}
      >
        <X aria-hidden size={16} />
      </Button>
    </li>
  );
};

/** Where toasts appear; a polite live region, above the tabs on phones. */
export const Toasts = () => {
  const toasts = useSyncExternalStore(subscribeToToasts, currentToasts);
  return (
    <ol
      aria-label="Notices"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-4 bottom-20 z-40 flex flex-col items-center gap-2 md:bottom-6"
    >
      {toasts.map((toast) => (
        <ToastItem key={toast.id} toast={toast} />
      ))}
    </ol>
  );
};
