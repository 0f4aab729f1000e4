import type { Market, Trade } from '@mesh-markets/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ArrowLeftRight } from 'lucide-react';
import { useState } from 'react';
import { errorSentence } from '../../api/errors.ts';
import { someTradesQuery, type TradesFilter } from '../../api/marketTabQueries.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { LoadMore } from '../feed/LoadMore.tsx';
import { outcomeName } from './outcomeName.ts';
import { TradesTable } from './TradesTable.tsx';
import { someRows } from './tradeRows.ts';

interface SomeTradesProps {
  readonly market: Market;
  readonly newest: readonly Trade[];
  readonly filter: TradesFilter;
}

const nothingWords = (market: Market, { outcome, by }: TradesFilter): string => {
  const who = by === undefined ? 'Nobody' : `@${by}`;
  const has = by === undefined ? 'has traded' : 'has not traded';
  return `${who} ${has} ${outcome === undefined ? 'here' : outcomeName(market, outcome)} so far.`;
};

/** Trades of one outcome, or by one person: those that come by themselves above those that were there when it was chosen. */
export const SomeTrades = ({ market, newest, filter }: SomeTradesProps) => {
  const { outcome, by } = filter;
  const [asOf, setAsOf] = useState(market.tradeCount);
  const pages = useInfiniteQuery(someTradesQuery(market.id, filter, asOf));
  if (pages.data === undefined) {
    return pages.isError ? (
      <ErrorState message={errorSentence(pages.error)} onRetry={() => void pages.refetch()} />
    ) : (
      <Skeleton className="h-64" />
    );
  }
  const { trades, complete } = someRows(
    newest,
    pages.data.pages.flatMap((page) => page.trades),
    (trade) =>
      (outcome === undefined || trade.outcome === outcome) && (by === undefined || trade.user.handle === by),
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
          {nothingWords(market, filter)}
        </EmptyState>
      )}
      <LoadMore feed={pages} />
    </>
  );
};
