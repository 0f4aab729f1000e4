import type { ReactNode } from 'react';
import { errorSentence } from '../../api/errors.ts';
import type { FeedFilter } from '../../api/queries.ts';
import { formatCounted } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { FeedItem } from './FeedItem.tsx';
import { FeedSkeleton } from './FeedSkeleton.tsx';
import { LoadMore } from './LoadMore.tsx';
import { useFeed } from './useFeed.ts';
import { useFeedKeys } from './useFeedKeys.ts';

interface FeedListProps {
  readonly filter: FeedFilter;
  /** What to say where there is nothing yet. */
  readonly empty: ReactNode;
}

export const FeedList = ({ filter, empty }: FeedListProps) => {
  const { feed, posts, waitingCount, showWaiting } = useFeed(filter);
  const { openFocused } = useFeedKeys();

  if (feed.isPending) return <FeedSkeleton />;
  if (feed.isError && posts.length === 0) {
    return <ErrorState message={errorSentence(feed.error)} onRetry={() => void feed.refetch()} />;
  }
  return (
    <>
      <div role="status" className="pointer-events-none sticky top-16 z-10 flex justify-center md:top-3">
        {waitingCount > 0 && (
          <Button
            size="small"
            className="pointer-events-auto -mb-8 translate-y-2 animate-rise rounded-full shadow-float"
            onClick={showWaiting}
          >
            Show {formatCounted(waitingCount, 'new post')}
          </Button>
        )}
      </div>
      {posts.length === 0 ? (
        empty
      ) : (
        <ol aria-label="Posts" className="divide-y divide-line" onKeyDown={(event) => openFocused(event.key)}>
          {posts.map((post) => (
            <FeedItem key={post.id} post={post} />
          ))}
        </ol>
      )}
      <LoadMore feed={feed} />
    </>
  );
};
