import type { Portfolio } from '@mesh-markets/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChartPie } from 'lucide-react';
import type { ReactNode } from 'react';
import { errorSentence } from '../../api/errors.ts';
import { portfolioQuery } from '../../api/queries.ts';
import { formatSignedCredits } from '../../lib/format.ts';
import { paths } from '../../lib/paths.ts';
import { useDocumentTitle } from '../../lib/useDocumentTitle.ts';
import { useNow } from '../../lib/useNow.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { Credits } from '../../ui/Credits.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { RollingNumber } from '../../ui/RollingNumber.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { PositionTable } from './PositionTable.tsx';
import { portfolioGroups } from './portfolioGroups.ts';
import { profitTone } from './profitTone.ts';

const Figure = ({ term, children }: { readonly term: string; readonly children: ReactNode }) => (
  <div className="grid gap-1">
    <dt className="text-sm text-muted">{term}</dt>
    <dd className="text-lg font-semibold sm:text-xl">{children}</dd>
  </div>
);

const Totals = ({ portfolio }: { readonly portfolio: Portfolio }) => (
  <dl className="grid grid-cols-2 gap-4 border-b border-line pb-5 sm:grid-cols-3">
    <Figure term="Balance">
      <Credits amount={portfolio.balance} />
    </Figure>
    <Figure term="Positions now">
      <Credits amount={portfolio.value} />
    </Figure>
    <Figure term="Profit, all time">
      <RollingNumber
        value={portfolio.profit}
        format={formatSignedCredits}
        className={profitTone(portfolio.profit)}
      />
    </Figure>
  </dl>
);

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

const Positions = ({ portfolio }: { readonly portfolio: Portfolio }) => {
  const groups = portfolioGroups(portfolio.positions, useNow());
  if (groups.length === 0) return <EmptyPortfolio />;
  return groups.map((group) => <PositionTable key={group.phase} group={group} />);
};

/** What the reader believes, and what that is worth. */
export const PortfolioPage = () => {
  useDocumentTitle('Portfolio');
  const { data, error, refetch } = useQuery(portfolioQuery());
  return (
    <>
      <PageHeader title="Portfolio" />
      {data !== undefined && (
        <>
          <Totals portfolio={data} />
          <Positions portfolio={data} />
        </>
      )}
      {data === undefined && error === null && (
        <div role="status" aria-label="Loading the portfolio" className="grid gap-6">
          <Skeleton className="h-20" />
          <Skeleton className="h-80" />
        </div>
      )}
      {data === undefined && error !== null && (
        <ErrorState message={errorSentence(error)} onRetry={() => void refetch()} />
      )}
    </>
  );
};
