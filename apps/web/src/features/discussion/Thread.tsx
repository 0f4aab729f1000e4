import type { Comment, CommentThread } from '@mesh-markets/contract';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { refreshDiscussion, repliesQuery } from '../../api/discussionQueries.ts';
import { errorSentence } from '../../api/errors.ts';
import { className as join } from '../../lib/className.ts';
import { formatCount, formatCounted } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import type { TalkedMarket } from './CommentHead.tsx';
import { CommentItem } from './CommentItem.tsx';

interface ThreadProps {
  readonly thread: CommentThread;
  readonly market: TalkedMarket | undefined;
  /** Id of the comment the address points at. */
  readonly target: string | undefined;
}

/** Answers to answers move in a little each; on a phone only a little. */
const indents = ['', '', 'ms-3 sm:ms-6', 'ms-6 sm:ms-12', 'ms-9 sm:ms-18'];

type Shown = 'none' | 'first' | 'all';

const useReplies = ({ comment, replies }: CommentThread, shown: Shown) => {
  const rest = useInfiniteQuery({ ...repliesQuery(comment.postId, comment.id), enabled: shown === 'all' });
  const all = rest.data?.pages.flatMap((page) => page.replies);
  const visible: readonly Comment[] = { none: [], first: replies, all: all ?? replies }[shown];
  return { rest, visible };
};

/** A comment with all that answers it; long threads begin with their first answers and can be put away. */
export const Thread = ({ thread, market, target }: ThreadProps) => {
  const { comment, replyCount } = thread;
  const queryClient = useQueryClient();
  const [shown, setShown] = useState<Shown>('first');
  const { rest, visible } = useReplies(thread, shown);
  const hidden = replyCount - visible.filter(({ deleted }) => deleted === undefined).length;
  const showMore = (): void => {
    if (shown === 'all') void rest.fetchNextPage();
    else setShown(shown === 'none' ? 'first' : 'all');
  };
  const item = (shownComment: Comment) => (
    <CommentItem
      comment={shownComment}
      market={market}
      highlighted={shownComment.id === target}
      onReplied={async () => {
        setShown('all');
        await refreshDiscussion(queryClient, comment.postId);
      }}
    />
  );
  return (
    <>
      {item(comment)}
      {visible.length > 0 && (
        <ol aria-label="Answers" className="ms-1 border-s border-line sm:ms-3">
          {visible.map((reply) => (
            <li key={reply.id} className={join('ps-3 sm:ps-4', indents[reply.depth])}>
              {item(reply)}
            </li>
          ))}
        </ol>
      )}
      <div className="flex flex-wrap gap-1">
        {hidden > 0 && (
          <Button
            variant="ghost"
            size="small"
            className="text-accent"
            pending={rest.isFetching && shown === 'all'}
            onClick={showMore}
          >
            Show {visible.length === 0 ? formatCounted(hidden, 'answer') : `${formatCount(hidden)} more`}
          </Button>
        )}
        {visible.length > 2 && (
          <Button variant="ghost" size="small" onClick={() => setShown('none')}>
            Hide answers
          </Button>
        )}
      </div>
      {rest.isError && (
        <p role="alert" className="text-sm text-danger">
          {errorSentence(rest.error)}
        </p>
      )}
    </>
  );
};
