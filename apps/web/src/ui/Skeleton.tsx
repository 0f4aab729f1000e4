import { className as join } from '../lib/className.ts';

/** A grey stand-in with the geometry of what is coming; invisible to screen readers. */
export const Skeleton = ({ className }: { readonly className: string }) => (
  <div aria-hidden className={join('animate-pulse rounded-md bg-sunken', className)} />
);
