import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { ChartNoAxesColumn } from 'lucide-react';
import { paths } from '../../lib/paths.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { Select } from '../../ui/Select.tsx';
import { FeedList } from './FeedList.tsx';
import { type MarketsSort, type MarketsState, marketsFilterOf, readMarketsSearch } from './marketsSearch.ts';

const route = getRouteApi('/markets');

const states: readonly { value: MarketsState; label: string }[] = [
  { value: 'open', label: 'Open' },
  { value: 'closed', label: 'Closed' },
  { value: 'resolved', label: 'Resolved' },
  { value: 'all', label: 'All' },
];

const sorts: readonly { value: MarketsSort; label: string }[] = [
  { value: 'newest', label: 'Newest first' },
  { value: 'closing', label: 'Closing soonest' },
];

const emptyWords: Record<MarketsState, string> = {
  open: 'No market is open right now. Ask about something that is not decided yet.',
  closed: 'A market waits here between its closing time and the moment somebody says how it came out.',
  resolved: 'Markets come here once their answer is known and everybody has been paid.',
  all: 'Ask the first question and others can trade on the answer.',
};

export const MarketsPage = () => {
  useDocumentTitle('Markets');
  const search = route.useSearch();
  const navigate = useNavigate();
  const state = search.state ?? 'open';

  const show = (next: { state: MarketsState; sort: MarketsSort }): void =>
    void navigate({ to: paths.markets(), search: readMarketsSearch(next), replace: true });

  return (
    <>
      <PageHeader title="Markets" />
      <div className="flex flex-wrap items-center justify-between gap-3 border-b border-line pb-4">
        <SegmentedControl
          label="State"
          segments={states}
          value={state}
          onValueChange={(value) => show({ state: value, sort: search.sort ?? 'newest' })}
          className="max-sm:w-full"
        />
        <div className="w-44 max-sm:w-full">
          <Select
            label="Order"
            labelHidden
            choices={sorts}
            value={search.sort ?? 'newest'}
            onChange={(event) => show({ state, sort: event.target.value as MarketsSort })}
          />
        </div>
      </div>
      <FeedList
        filter={marketsFilterOf(search)}
        empty={
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
        }
      />
    </>
  );
};
