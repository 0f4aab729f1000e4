import type { ReactNode } from 'react';

interface PanelProps {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

export const Panel = ({ title, aside, children }: PanelProps) => (
  <div className="grid gap-3 rounded-md border border-line p-4">
    <div className="flex flex-wrap items-center justify-between gap-2">
      <h3 className="font-medium">{title}</h3>
      {aside}
    </div>
    {children}
  </div>
);
