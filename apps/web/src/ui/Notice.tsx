import type { ReactNode } from 'react';

/** Something to know before going on; it is read out when it appears. */
export const Notice = ({ children }: { readonly children: ReactNode }) => (
  <p role="status" className="mb-4 rounded-md bg-sunken p-3 text-sm">
    {children}
  </p>
);
