import type { ReactNode } from 'react';

interface AccountFrameProps {
  readonly title: string;
  readonly lead: ReactNode;
  readonly children: ReactNode;
  readonly foot: ReactNode;
}

export const AccountFrame = ({ title, lead, children, foot }: AccountFrameProps) => (
  <div className="mx-auto max-w-sm pt-10 md:pt-20">
    <h1 className="text-xl font-semibold">{title}</h1>
    <p className="mt-2 mb-6 text-sm text-muted">{lead}</p>
    {children}
    <p className="mt-6 text-sm text-muted">{foot}</p>
  </div>
);
