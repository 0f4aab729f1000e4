import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useFeatures } from '../../api/featureQueries.ts';
import { meQuery } from '../../api/queries.ts';
import { paths } from '../../lib/paths.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { tabClass } from '../../ui/tabClass.ts';
import { PopularTopics } from '../topics/PopularTopics.tsx';
import { ComposerPrompt } from './ComposerPrompt.tsx';
import { EmptyFeed, FollowingForVisitors } from './EmptyFeed.tsx';
import { FeedList } from './FeedList.tsx';
import { FeedSkeleton } from './FeedSkeleton.tsx';
import { type FeedTab, feedFilterOf } from './feedSearch.ts';
import { SetupHint } from './SetupHint.tsx';
import { Welcome } from './Welcome.tsx';

const route = getRouteApi('/');

const tabs: readonly [FeedTab, string][] = [
  ['latest', 'Latest'],
  ['trending', 'Trending'],
  ['closing', 'Closing soon'],
  ['following', 'Following'],
];

const FeedTabs = () => {
  const { predictionMarkets } = useFeatures();
  const shown = tabs.filter(([tab]) => predictionMarkets || tab === 'latest' || tab === 'following');
  return (
    <nav
      aria-label="What the feed shows"
      className="flex gap-5 overflow-x-auto overflow-y-hidden border-b border-line"
    >
      {shown.map(([tab, label]) => (
        <Link
          key={tab}
          to={paths.feed()}
          search={tab === 'latest' ? {} : { tab }}
          activeOptions={{ exact: true, includeSearch: true }}
          className={`${tabClass} flex items-center whitespace-nowrap`}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
};

export const FeedPage = () => {
  useDocumentTitle('Feed');
  // Until it is known who reads, nothing is shown that a greeting or the composer would push away.
  const { data: me, isPending, errorUpdateCount } = useQuery(meQuery());
  const unknown = isPending && errorUpdateCount === 0;
  const { predictionMarkets } = useFeatures();
  const search = route.useSearch();
  const tab = search.tab ?? 'latest';
  return (
    <>
      <SetupHint />
      {me === null && predictionMarkets ? <Welcome /> : <h1 className="sr-only">Feed</h1>}
      {unknown && <Skeleton className="mt-4 mb-3 h-11 md:mt-6" />}
      {me && <ComposerPrompt me={me} />}
      <FeedTabs />
      {tab !== 'following' && predictionMarkets && <PopularTopics />}
      {unknown && <FeedSkeleton />}
      {me === null && tab === 'following' && <FollowingForVisitors />}
      {!unknown && !(me === null && tab === 'following') && (
        <FeedList filter={feedFilterOf(search)} empty={<EmptyFeed tab={tab} />} />
      )}
    </>
  );
};
