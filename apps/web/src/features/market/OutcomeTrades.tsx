import type { Market, Trade } from '@mesh-markets/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ArrowLeftRight } from 'lucide-react';
import { useState } from 'react';
import { errorSentence } from '../../api/errors.ts';
import { outcomeTradesQuery } from '../../api/marketTabQueries.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { LoadMore } from '../feed/LoadMore.tsx';
import { outcomeName } from './outcomeName.ts';
import { TradesTable } from './TradesTable.tsx';
import { outcomeRows } from './tradeRows.ts';

interface OutcomeTradesProps {
  readonly market: Market;
  readonly newest: readonly Trade[];
  readonly outcome: number;
}

/** The trades of one outcome: those that come by themselves above those that were there when it was chosen. */
export const OutcomeTrades = ({ market, newest, outcome }: OutcomeTradesProps) => {
  const [asOf, setAsOf] = useState(market.tradeCount);
  const pages = useInfiniteQuery(outcomeTradesQuery(market.id, outcome, asOf));
  if (pages.data === undefined) {
    return pages.isError ? (
      <ErrorState message={errorSentence(pages.error)} onRetry={() => void pages.refetch()} />
    ) : (
      <Skeleton className="h-64" />
    );
  }
  const { trades, complete } = outcomeRows(
    newest,
    pages.data.pages.flatMap((page) => page.trades),
    outcome,
    asOf,
  );
  return (
    <>
      {!complete && (
        <Button variant="secondary" size="small" onClick={() => setAsOf(market.tradeCount)}>
          Show newer trades
        </Button>
      )}
      {trades.length > 0 && <TradesTable trades={trades} market={market} />}
      {trades.length === 0 && !pages.hasNextPage && (
        <EmptyState icon={ArrowLeftRight} title="No trades here yet">
          Nobody has traded {outcomeName(market, outcome)} so far.
        </EmptyState>
      )}
      <LoadMore feed={pages} />
    </>
  );
};
