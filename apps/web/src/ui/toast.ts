export interface Toast {
  readonly id: number;
  readonly message: string;
  readonly tone?: 'plain' | 'danger';
  readonly action?: { readonly label: string; readonly onSelect: () => void };
}

let nextId = 1;
let toasts: readonly Toast[] = [];
const listeners = new Set<() => void>();

const publish = (next: readonly Toast[]): void => {
  toasts = next;
  for (const listener of listeners) listener();
};

export const subscribeToToasts = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const currentToasts = (): readonly Toast[] => toasts;

/** Says in passing that something happened. Never the only place where a failure is told. */
export const showToast = (toast: Omit<Toast, 'id'>): void => {
  publish([...toasts.slice(-2), { ...toast, id: nextId++ }]);
};

export const dismissToast = (id: number): void => publish(toasts.filter((toast) => toast.id !== id));
