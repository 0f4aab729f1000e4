import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { MessagesSquare } from 'lucide-react';
import { meQuery } from '../../api/queries.ts';
import { paths } from '../../lib/paths.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { tabClass } from '../../ui/tabClass.ts';
import { ComposerPrompt } from './ComposerPrompt.tsx';
import { FeedList } from './FeedList.tsx';
import { FeedSkeleton } from './FeedSkeleton.tsx';
import { feedFilterOf } from './feedSearch.ts';
import { SetupHint } from './SetupHint.tsx';
import { Welcome } from './Welcome.tsx';

const route = getRouteApi('/');

const tabs = [
  ['All', {}],
  ['Markets', { show: 'markets' }],
  ['Posts', { show: 'posts' }],
] as const;

const EmptyFeed = () => (
  <EmptyState
    icon={MessagesSquare}
    title="Nothing here yet"
    action={
      <Link to={paths.ask()} className={buttonClass()}>
        Ask the first question
      </Link>
    }
  >
    Every market begins with a question about the future, such as “Will it rain on Saturday?” Others then
    trade on the answer.
  </EmptyState>
);

export const FeedPage = () => {
  useDocumentTitle('Feed');
  // Until it is known who reads, nothing is shown that a greeting or the composer would push away.
  const { data: me, isPending, errorUpdateCount } = useQuery(meQuery());
  const unknown = isPending && errorUpdateCount === 0;
  const search = route.useSearch();
  return (
    <>
      <SetupHint />
      {me === null ? <Welcome /> : <h1 className="sr-only">Feed</h1>}
      {unknown && <Skeleton className="mt-4 mb-3 h-11 md:mt-6" />}
      {me && <ComposerPrompt me={me} />}
      <nav aria-label="What the feed shows" className="flex gap-5 border-b border-line">
        {tabs.map(([label, show]) => (
          <Link
            key={label}
            to={paths.feed()}
            search={show}
            activeOptions={{ exact: true, includeSearch: true }}
            className={`${tabClass} flex items-center`}
          >
            {label}
          </Link>
        ))}
      </nav>
      {unknown ? <FeedSkeleton /> : <FeedList filter={feedFilterOf(search)} empty={<EmptyFeed />} />}
    </>
  );
};
