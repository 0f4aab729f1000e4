import type { PostId } from '@mesh-markets/contract';
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useRouterState } from '@tanstack/react-router';
import { MessagesSquare } from 'lucide-react';
import { useState } from 'react';
import { type CommentSort, commentsQuery, refreshDiscussion } from '../../api/discussionQueries.ts';
import { errorSentence } from '../../api/errors.ts';
import { useApiMutation } from '../../api/useApiMutation.ts';
import { formatCounted } from '../../lib/format.ts';
import { paths } from '../../lib/paths.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { useMe } from '../account/useSession.ts';
import { LoadMore } from '../feed/LoadMore.tsx';
import { type CommentDraft, CommentForm } from './CommentForm.tsx';
import type { TalkedMarket } from './CommentHead.tsx';
import { commentOfHash } from './commentWords.ts';
import { ReportPost } from './ReportPost.tsx';
import { Thread } from './Thread.tsx';

interface DiscussionProps {
  readonly postId: PostId;
  /** Where the post is a market. */
  readonly market?: TalkedMarket | undefined;
}

const sorts = [
  { value: 'newest', label: 'Newest' },
  { value: 'best', label: 'Best' },
] as const;

const placeholderFor = (market: TalkedMarket | undefined): string => {
  if (market === undefined) return 'What do you think?';
  return market.state === 'RESOLVED' ? 'What did we learn?' : 'What do you know that the odds do not?';
};

const NewComment = ({ postId, market }: DiscussionProps) => {
  const me = useMe();
  const next = useRouterState({ select: ({ location }) => location.href });
  const queryClient = useQueryClient();
  const post = useApiMutation('postComment');
  if (me === undefined) return <Skeleton className="h-28" />;
  if (me === null) {
    return (
      <p className="rounded-md bg-sunken px-4 py-3 text-sm text-muted">
        <Link to={paths.signIn()} search={{ next }} className="font-medium text-accent underline">
          Sign in
        </Link>{' '}
        or{' '}
        <Link to={paths.signUp()} search={{ next }} className="font-medium text-accent underline">
          join
        </Link>{' '}
        to say what you think.
      </p>
    );
  }
  const send = async (body: CommentDraft): Promise<void> => {
    await post.mutateAsync({ params: { id: postId }, body });
    await refreshDiscussion(queryClient, postId);
  };
  return (
    <CommentForm
      label="Your comment"
      placeholder={placeholderFor(market)}
      draftKey={`post-${postId}`}
      submitLabel="Comment"
      pendingLabel="Sending…"
      marketId={market?.id}
      onSubmit={send}
    />
  );
};

const NoComments = ({ market }: Pick<DiscussionProps, 'market'>) => (
  <EmptyState icon={MessagesSquare} title="Nobody has said anything yet">
    {market === undefined
      ? 'Answer the author, or add what you know.'
      : 'Say why you think so. What you hold stands beside your name, and you can point to a trade of yours.'}
  </EmptyState>
);

/** The comment that the address points at, and the thread that is on top for it: the one the page was opened with. */
const useTarget = () => {
  const target = commentOfHash(useRouterState({ select: ({ location }) => location.hash }));
  const [focus, setFocus] = useState(target);
  // A link followed later leads to what is on the page already, or else to a thread of its own.
  const missing = target !== undefined && document.getElementById(`comment-${target}`) === null;
  if (missing && target !== focus) setFocus(target);
  return { target, focus };
};

/** What people say about a market or under a post. */
export const Discussion = ({ postId, market }: DiscussionProps) => {
  const [sort, setSort] = useState<CommentSort>('newest');
  const { target, focus } = useTarget();
  const pages = useInfiniteQuery({
    ...commentsQuery(postId, { sort, focus, told: market !== undefined }),
    placeholderData: keepPreviousData,
  });
  const threads = pages.data?.pages.flatMap((page) => page.threads);
  const count = pages.data?.pages[0]?.commentCount ?? 0;
  return (
    <div className="grid min-w-0 grid-cols-1 gap-4">
      <NewComment postId={postId} market={market} />
      {threads === undefined && !pages.isError && <Skeleton className="h-64" />}
      {threads === undefined && pages.isError && (
        <ErrorState message={errorSentence(pages.error)} onRetry={() => void pages.refetch()} />
      )}
      {threads?.length === 0 && <NoComments market={market} />}
      {threads !== undefined && threads.length > 0 && (
        <div>
          <div className="flex flex-wrap items-center justify-between gap-2 pb-1">
            <p className="figures text-sm text-muted">{formatCounted(count, 'comment')}</p>
            <SegmentedControl label="Order" segments={sorts} value={sort} onValueChange={setSort} />
          </div>
          <ol aria-label="Comments" className="divide-y divide-line">
            {threads.map((thread) => (
              <li key={thread.comment.id} className="py-1">
                <Thread thread={thread} market={market} target={target} />
              </li>
            ))}
          </ol>
          <LoadMore feed={pages} />
        </div>
      )}
      {market !== undefined && (
        <ReportPost postId={postId} author={market.creator}>
          Report this market
        </ReportPost>
      )}
    </div>
  );
};
