import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  /** Teaches what will be here and how it comes about. */
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

export const EmptyState = ({ icon: Icon, title, children, action }: EmptyStateProps) => (
  <div className="mx-auto flex max-w-md flex-col items-center gap-3 px-4 py-16 text-center">
    <span className="mb-1 flex size-12 items-center justify-center rounded-full bg-sunken text-muted">
      <Icon aria-hidden size={24} strokeWidth={1.75} />
    </span>
    <h2 className="text-lg font-semibold text-balance">{title}</h2>
    <p className="text-sm text-balance text-muted">{children}</p>
    {action !== undefined && <div className="mt-2">{action}</div>}
  </div>
);
