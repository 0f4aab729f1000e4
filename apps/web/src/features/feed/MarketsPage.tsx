import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { ChartNoAxesColumn } from 'lucide-react';
import { paths } from '../../lib/paths.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { PopularTopics } from '../topics/PopularTopics.tsx';
import { FeedList } from './FeedList.tsx';
import { MarketFilters } from './MarketFilters.tsx';
import { type MarketsState, marketStates, marketsFilterOf, readMarketsSearch } from './marketsSearch.ts';

const route = getRouteApi('/markets');
const usual = 'open';

const emptyWords: Record<MarketsState, string> = {
  open: 'No market is open right now. Ask about something that is not decided yet.',
  closed: 'A market waits here between its closing time and the moment somebody says how it came out.',
  resolved: 'Markets come here once their answer is known and everybody has been paid.',
  all: 'Ask the first question and others can trade on the answer.',
};

const NoMarkets = ({ state }: { readonly state: MarketsState }) => (
  <EmptyState
    icon={ChartNoAxesColumn}
    title="No markets here"
    action={
      <Link to={paths.ask()} className={buttonClass()}>
        Ask a question
      </Link>
    }
  >
    {emptyWords[state]}
  </EmptyState>
);

export const MarketsPage = () => {
  useDocumentTitle('Markets');
  const search = route.useSearch();
  const navigate = useNavigate();
  const state = search.state ?? usual;
  return (
    <>
      <PageHeader title="Markets" />
      <MarketFilters
        states={marketStates}
        state={state}
        sort={search.sort ?? 'newest'}
        onChange={(next) =>
          void navigate({ to: paths.markets(), search: readMarketsSearch(usual)(next), replace: true })
        }
      />
      <PopularTopics />
      <FeedList filter={marketsFilterOf(search)} empty={<NoMarkets state={state} />} />
    </>
  );
};
