import type { Market, Trade } from '@mesh-markets/contract';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeftRight } from 'lucide-react';
import { errorSentence } from '../../api/errors.ts';
import { tradesQuery } from '../../api/queries.ts';
import { formatCounted } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { LoadMore } from '../feed/LoadMore.tsx';
import { TradesTable } from './TradesTable.tsx';
import { tradeRows } from './tradeRows.ts';

interface AllTradesProps {
  readonly market: Market;
  readonly newest: readonly Trade[];
}

/**
 * Pages of past trades. They never change, so they are not asked for again; the newest trades come with the market.
 * `restart` begins at the top, where more has happened than the newest trades tell.
 */
const usePastTrades = (id: string) => {
  const queryClient = useQueryClient();
  const query = tradesQuery(id);
  const pages = useInfiniteQuery({ ...query, staleTime: 'static' });
  const restart = (): void => {
    queryClient.setQueryData(
      query.queryKey,
      (past) => past && { pages: past.pages.slice(0, 1), pageParams: past.pageParams.slice(0, 1) },
    );
    void pages.refetch();
  };
  return { pages, restart };
};

/** Every trade of the market, the newest by themselves and older ones by scrolling. */
export const AllTrades = ({ market, newest }: AllTradesProps) => {
  const { pages, restart } = usePastTrades(market.id);
  const { trades, missing } = tradeRows(newest, pages.data?.pages.flatMap((page) => page.trades) ?? []);
  if (trades.length === 0 && pages.isError) {
    return <ErrorState message={errorSentence(pages.error)} onRetry={() => void pages.refetch()} />;
  }
  if (trades.length === 0) {
    return (
      <EmptyState icon={ArrowLeftRight} title="No trades yet">
        The odds are where the question started. The first trade moves them.
      </EmptyState>
    );
  }
  return (
    <>
      <TradesTable trades={trades} market={market} />
      {missing > 0 ? (
        <div className="flex justify-center border-t border-line py-6">
          <Button variant="secondary" onClick={restart} pending={pages.isRefetching}>
            Show {formatCounted(missing, 'trade')} before these
          </Button>
        </div>
      ) : (
        <LoadMore feed={pages} />
      )}
    </>
  );
};
