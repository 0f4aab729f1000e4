import { Skeleton } from '../../ui/Skeleton.tsx';

const places = ['first', 'second', 'third', 'fourth'];

/** Four cards with the geometry of the real ones. */
export const FeedSkeleton = () => (
  <div role="status" aria-label="Loading the feed" className="divide-y divide-line">
    {places.map((place) => (
      <div key={place} className="grid gap-3 py-5">
        <div className="flex items-center gap-2">
          <Skeleton className="size-6 rounded-full" />
          <Skeleton className="h-4 w-40" />
        </div>
        <Skeleton className="h-6 w-5/6" />
        <Skeleton className="h-14 w-full" />
        <div className="flex gap-2">
          <Skeleton className="h-10 flex-1" />
          <Skeleton className="h-10 flex-1" />
        </div>
        <Skeleton className="h-4 w-64" />
      </div>
    ))}
  </div>
);
