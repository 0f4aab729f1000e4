import { type Portfolio, routes } from '@mesh-markets/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChartPie, Download, SearchX } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { errorSentence } from '../../api/errors.ts';
import { portfolioQuery } from '../../api/queries.ts';
import { profitHistoryQuery } from '../../api/reputationQueries.ts';
import { paths } from '../../lib/paths.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { useNow } from '../../lib/useNow.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { Select } from '../../ui/Select.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useMe } from '../account/useSession.ts';
import type { MarketPhase } from '../market/marketStatus.ts';
import { ProfitChart } from '../people/ProfitChart.tsx';
import { PortfolioTotals } from './PortfolioTotals.tsx';
import { PositionTable } from './PositionTable.tsx';
import { portfolioGroups } from './portfolioGroups.ts';
import { type PortfolioOrder, portfolioView } from './portfolioView.ts';

const EmptyPortfolio = () => (
  <EmptyState
    icon={ChartPie}
    title="No positions yet"
    action={
      <Link to={paths.markets()} className={buttonClass()}>
        Find a market
      </Link>
    }
  >
    Buy shares of what you believe, and see here what they are worth as others trade.
  </EmptyState>
);

const History = ({ portfolio, handle }: { readonly portfolio: Portfolio; readonly handle: string }) => {
  const { data } = useQuery(profitHistoryQuery(handle));
  const now = useNow();
  if (data === undefined) return <Skeleton className="h-64" />;
  return <ProfitChart days={data.days} realised={portfolio.realised} profit={portfolio.profit} now={now} />;
};

type Shown = MarketPhase | 'ALL';

const phases: readonly { readonly value: Shown; readonly label: string }[] = [
  { value: 'ALL', label: 'All' },
  { value: 'OPEN', label: 'Open' },
  { value: 'WAITING', label: 'Waiting' },
  { value: 'RESOLVED', label: 'Resolved' },
];

const orders: readonly { readonly value: PortfolioOrder; readonly label: string }[] = [
  { value: 'newest', label: 'Newest first' },
  { value: 'worth', label: 'Worth most' },
  { value: 'best', label: 'Best profit' },
  { value: 'worst', label: 'Worst profit' },
  { value: 'closing', label: 'Closing soonest' },
];

const NothingFound = () => (
  <EmptyState icon={SearchX} title="No position like that">
    Change the words or the filter to see the others.
  </EmptyState>
);

const Positions = ({ portfolio }: { readonly portfolio: Portfolio }) => {
  const [shown, setShown] = useState<Shown>('ALL');
  const [order, setOrder] = useState<PortfolioOrder>('newest');
  const [words, setWords] = useState('');
  const wanted = useDeferredValue(words);
  const now = useNow();
  const groups = portfolioGroups(portfolioView(portfolio.positions, wanted, order), now).filter(
    ({ phase }) => shown === 'ALL' || phase === shown,
  );
  return (
    <>
      <div className="grid gap-3 pt-6 sm:grid-cols-[auto_minmax(0,1fr)_11rem]">
        <SegmentedControl label="Markets that are" segments={phases} value={shown} onValueChange={setShown} />
        <TextField
          label="Find"
          labelHidden
          type="search"
          placeholder="Find a position"
          value={words}
          onChange={({ target }) => setWords(target.value)}
        />
        <Select
          label="Order"
          labelHidden
          choices={orders}
          value={order}
          onChange={({ target }) => setOrder(target.value as PortfolioOrder)}
        />
      </div>
      {groups.length === 0 && <NothingFound />}
      {groups.map((group) => (
        <PositionTable key={group.phase} group={group} />
      ))}
    </>
  );
};

/** What the reader believes, what that is worth, and what it has brought so far. */
export const PortfolioPage = () => {
  useDocumentTitle('Portfolio');
  const me = useMe();
  const { data, error, refetch } = useQuery(portfolioQuery());
  const traded = data !== undefined && data.positions.length > 0;
  return (
    <>
      <PageHeader
        title="Portfolio"
        action={
          traded && (
            <a
              href={routes.exportPortfolio.path}
              download
              className={buttonClass({ variant: 'secondary', size: 'small' })}
            >
              <Download aria-hidden size={16} />
              CSV
            </a>
          )
        }
      />
      {data !== undefined && <PortfolioTotals portfolio={data} />}
      {traded && (
        <section aria-labelledby="profit-title" className="pt-6">
          <h2 id="profit-title" className="mb-2 font-semibold">
            Profit over time
          </h2>
          {me ? <History portfolio={data} handle={me.handle} /> : <Skeleton className="h-64" />}
        </section>
      )}
      {traded && <Positions portfolio={data} />}
      {data !== undefined && !traded && <EmptyPortfolio />}
      {data === undefined && error === null && (
        <div role="status" aria-label="Loading the portfolio" className="grid gap-6">
          <Skeleton className="h-32" />
          <Skeleton className="h-64" />
          <Skeleton className="h-80" />
        </div>
      )}
      {data === undefined && error !== null && (
        <ErrorState message={errorSentence(error)} onRetry={() => void refetch()} />
      )}
    </>
  );
};
