import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { useCallback } from 'react';
import { errorSentence } from '../../api/errors.ts';
import { Button } from '../../ui/Button.tsx';

type Feed = Pick<
  UseInfiniteQueryResult,
  'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage' | 'isFetchNextPageError' | 'error'
>;

/** Fetches the next page when its place comes near; the button does the same for those who do not scroll. */
export const LoadMore = ({ feed }: { readonly feed: Feed }) => {
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isFetchNextPageError, error } = feed;

  // A page that leaves this place still in view must be followed by the next, so the place is watched anew after each.
  // biome-ignore lint/correctness/useExhaustiveDependencies: isFetchingNextPage says that a page has come
  const watch = useCallback(
    (place: HTMLDivElement | null) => {
      if (place === null || isFetchNextPageError) return;
      const observer = new IntersectionObserver(
        ([entry]) => {
          if (entry?.isIntersecting) void fetchNextPage({ cancelRefetch: false });
        },
        { rootMargin: '800px' },
      );
      observer.observe(place);
      return () => observer.disconnect();
    },
    [fetchNextPage, isFetchNextPageError, isFetchingNextPage],
  );

  if (!hasNextPage) return null;
  return (
    <div ref={watch} className="flex flex-col items-center gap-2 border-t border-line py-6">
      {isFetchNextPageError && (
        <p role="alert" className="text-sm text-danger">
          {errorSentence(error)}
        </p>
      )}
      <Button
        variant="secondary"
        pending={isFetchingNextPage}
        pendingLabel="Loading more…"
        onClick={() => void fetchNextPage()}
      >
        Show more
      </Button>
    </div>
  );
};
