import type { ReactNode } from 'react';

interface PageHeaderProps {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** The page's one h1, with a sentence and an action where it has them. */
export const PageHeader = ({ title, children, action }: PageHeaderProps) => (
  <header className="flex flex-wrap items-start justify-between gap-3 pt-6 pb-4">
    <div className="min-w-0">
      <h1 className="text-xl font-semibold text-balance">{title}</h1>
      {children !== undefined && <p className="mt-1 text-sm text-muted">{children}</p>}
    </div>
    {action}
  </header>
);
