import { Skeleton } from '../../ui/Skeleton.tsx';

/** The page's geometry before its market is known. */
export const MarketSkeleton = () => (
  <div
    role="status"
    aria-label="Loading the market"
    className="grid gap-8 pt-6 lg:grid-cols-[minmax(0,1fr)_20rem]"
  >
    <div className="grid min-w-0 content-start gap-6">
      <div className="grid gap-3">
        <Skeleton className="h-6 w-44" />
        <Skeleton className="h-9 w-full" />
        <Skeleton className="h-5 w-72 max-w-full" />
        <Skeleton className="h-15 w-40" />
        <Skeleton className="h-4 w-56" />
      </div>
      <Skeleton className="h-12 w-full lg:hidden" />
      <Skeleton className="h-78 w-full" />
      <Skeleton className="h-11 w-full" />
    </div>
    <Skeleton className="hidden h-[38rem] lg:block" />
  </div>
);
