import type { Market, Trade } from '@mesh-markets/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ArrowLeftRight } from 'lucide-react';
import { memo } from 'react';
import { errorSentence } from '../../api/errors.ts';
import { tradesQuery } from '../../api/queries.ts';
import { formatCounted, formatCredits, formatShares } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { LoadMore } from '../feed/LoadMore.tsx';
import { toneOf } from '../trade/ticketStart.ts';
import { formatAveragePrice, formatMove } from '../trade/ticketWords.ts';
import { PersonLink } from './PersonLink.tsx';
import { tradeRows } from './tradeRows.ts';

interface TradesTabProps {
  readonly market: Market;
  readonly newest: readonly Trade[];
}

const figure = 'py-2 text-end whitespace-nowrap';
const toneText = { yes: 'text-yes', no: 'text-no', accent: '' } as const;

const TradeRow = memo(
  ({ trade, market }: { readonly trade: Trade; readonly market: Pick<Market, 'type' | 'outcomes'> }) => {
    const label = market.outcomes[trade.outcome]?.label ?? '';
    return (
      <tr className="border-t border-line align-baseline">
        <td className="max-w-28 truncate py-2 pe-3">
          <PersonLink user={trade.user} />
          <DateTime at={trade.createdAt} className="block text-xs text-muted sm:hidden" />
        </td>
        <td className="w-full max-w-0 truncate py-2 pe-3">
          {trade.action === 'BUY' ? 'bought' : 'sold'} {formatShares(trade.shares)}{' '}
          <bdi className={`font-medium ${toneText[toneOf(market, trade.outcome)]}`} title={label}>
            {label}
          </bdi>
        </td>
        <td className={`${figure} pe-3 max-sm:hidden`}>{formatAveragePrice(trade.price)}</td>
        <td className={`${figure} sm:pe-3`}>{formatCredits(Math.abs(trade.cost))}</td>
        <td className={`${figure} pe-3 max-md:hidden`}>
          {formatMove(trade.probabilityBefore, trade.probabilityAfter)}
        </td>
        <td className={`${figure} text-muted max-sm:hidden`}>
          <DateTime at={trade.createdAt} />
        </td>
      </tr>
    );
  },
);
TradeRow.displayName = 'TradeRow';

const heading = 'py-2 font-medium whitespace-nowrap';

const TradesTable = ({ trades, market }: { readonly trades: readonly Trade[]; readonly market: Market }) => (
  <table className="figures w-full text-sm">
    <caption className="sr-only">Trades, newest first</caption>
    <thead className="text-xs text-muted">
      <tr>
        <th scope="col" className={`${heading} pe-3 text-start`}>
          Who
        </th>
        <th scope="col" className={`${heading} pe-3 text-start`}>
          What
        </th>
        <th scope="col" className={`${heading} pe-3 text-end max-sm:hidden`}>
          Price
        </th>
        <th scope="col" className={`${heading} text-end sm:pe-3`}>
          Credits
        </th>
        <th scope="col" className={`${heading} pe-3 text-end max-md:hidden`}>
          Odds
        </th>
        <th scope="col" className={`${heading} text-end max-sm:hidden`}>
          When
        </th>
      </tr>
    </thead>
    <tbody>
      {trades.map((trade) => (
        <TradeRow key={trade.seq} trade={trade} market={market} />
      ))}
    </tbody>
  </table>
);

/** Every trade of the market, the newest by themselves and older ones by scrolling. */
export const TradesTab = ({ market, newest }: TradesTabProps) => {
  const pages = useInfiniteQuery({ ...tradesQuery(market.id), refetchOnWindowFocus: false });
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
          <Button variant="secondary" onClick={() => void pages.refetch()} pending={pages.isRefetching}>
            Show {formatCounted(missing, 'trade')} before these
          </Button>
        </div>
      ) : (
        <LoadMore feed={pages} />
      )}
    </>
  );
};
