import type { Market, Trade } from '@mesh-markets/contract';
import { memo, useState } from 'react';
import { formatCredits, formatShares } from '../../lib/format.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { toneOf } from '../trade/ticketStart.ts';
import { formatAveragePrice, formatMove } from '../trade/ticketWords.ts';
import { PersonLink } from './PersonLink.tsx';
import { sameChunk, type TradeChunk, tradeChunks } from './tradeRows.ts';
import { useFarHeight } from './useFarHeight.ts';

/** What the rows need to know of the market; none of it ever changes. */
interface Names {
  readonly type: Market['type'];
  readonly labels: readonly string[];
}

const toneText = { yes: 'text-yes', no: 'text-no', accent: '' } as const;
const cell = 'truncate py-2';
const second = 'block truncate text-xs text-muted';

const TradeRow = ({ trade, names }: { readonly trade: Trade; readonly names: Names }) => {
  const label = names.labels[trade.outcome] ?? '';
  return (
    <tr className="border-t border-line align-baseline">
      <td className={`${cell} pe-3`}>
        <PersonLink user={trade.user} />
        <DateTime at={trade.createdAt} className={second} />
      </td>
      <td className={`${cell} pe-3`}>
        <bdi className={`font-medium ${toneText[toneOf(names, trade.outcome)]}`} title={label}>
          {label}
        </bdi>
        <span className={second}>
          {trade.action === 'BUY' ? 'bought' : 'sold'} {formatShares(trade.shares)} at{' '}
          {formatAveragePrice(trade.price)}
        </span>
      </td>
      <td className={`${cell} text-end`}>{formatCredits(Math.abs(trade.cost))}</td>
      <td className={`${cell} text-end max-sm:hidden`}>
        {formatMove(trade.probabilityBefore, trade.probabilityAfter)}
      </td>
    </tr>
  );
};

interface ChunkRowsProps {
  readonly chunk: TradeChunk;
  readonly names: Names;
}

const ChunkRows = memo(
  ({ chunk, names }: ChunkRowsProps) => {
    const [ref, farHeight] = useFarHeight();
    return (
      <tbody ref={ref}>
        {farHeight === undefined ? (
          chunk.trades.map((trade) => <TradeRow key={trade.seq} trade={trade} names={names} />)
        ) : (
          <tr style={{ height: farHeight }}>
            {/* One cell: a span over a column that narrow screens hide would make room for it. */}
            <td />
          </tr>
        )}
      </tbody>
    );
  },
  (before, after) => before.names === after.names && sameChunk(before.chunk, after.chunk),
);
ChunkRows.displayName = 'ChunkRows';

const heading = 'py-2 font-medium';

/** Columns have widths of their own: rows that come and go while scrolling must not move them. */
const Head = () => (
  <thead className="text-xs text-muted">
    <tr>
      <th scope="col" className={`${heading} w-26 pe-3 text-start sm:w-36`}>
        Who
      </th>
      <th scope="col" className={`${heading} pe-3 text-start`}>
        What
      </th>
      <th scope="col" className={`${heading} w-16 text-end sm:w-20`}>
        Credits
      </th>
      <th scope="col" className={`${heading} w-36 text-end max-sm:hidden`}>
        Odds
      </th>
    </tr>
  </thead>
);

interface TradesTableProps {
  /** Newest first. */
  readonly trades: readonly Trade[];
  readonly market: Pick<Market, 'type' | 'outcomes'>;
}

export const TradesTable = ({ trades, market }: TradesTableProps) => {
  const [names] = useState<Names>(() => ({
    type: market.type,
    labels: market.outcomes.map(({ label }) => label),
  }));
  return (
    <table className="figures w-full table-fixed text-sm">
      <caption className="sr-only">Trades, newest first</caption>
      <Head />
      {tradeChunks(trades).map((chunk) => (
        <ChunkRows key={chunk.number} chunk={chunk} names={names} />
      ))}
    </table>
  );
};
