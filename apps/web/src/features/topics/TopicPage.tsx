import { topicName } from '@mesh-markets/contract';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Hash } from 'lucide-react';
import { paths } from '../../lib/paths.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { FeedList } from '../feed/FeedList.tsx';
import { MarketFilters } from '../feed/MarketFilters.tsx';
import { type MarketsState, readMarketsSearch, topicFilterOf } from '../feed/marketsSearch.ts';

const route = getRouteApi('/topic/$name');
const usual = 'all';
const states: readonly MarketsState[] = ['all', 'open', 'closed', 'resolved'];

const NothingAbout = ({ topic }: { readonly topic: string }) => (
  <EmptyState
    icon={Hash}
    title="Nothing about this yet"
    action={
      <Link to={paths.ask()} className={buttonClass()}>
        Ask a question
      </Link>
    }
  >
    Questions and posts come here when their author gives them the topic “{topic}”.
  </EmptyState>
);

/** Everything about one topic. */
export const TopicPage = () => {
  const topic = topicName(route.useParams().name);
  const search = route.useSearch();
  const navigate = useNavigate();
  useDocumentTitle(`#${topic}`);
  return (
    <>
      <PageHeader title={`#${topic}`} />
      <MarketFilters
        states={states}
        state={search.state ?? usual}
        sort={search.sort ?? 'newest'}
        onChange={(next) =>
          void navigate({ to: paths.topic(topic), search: readMarketsSearch(usual)(next), replace: true })
        }
      />
      <FeedList filter={topicFilterOf(topic, search)} empty={<NothingAbout topic={topic} />} />
    </>
  );
};
