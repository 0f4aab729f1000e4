import type { MarketDetail } from '@mesh-markets/contract';
import { useState } from 'react';
import { useMediaQuery } from '../../lib/useMediaQuery.ts';
import { useNow } from '../../lib/useNow.ts';
import { announceTrade } from '../trade/announceTrade.ts';
import { TradeSheet } from '../trade/TradeSheet.tsx';
import { TradeTicket } from '../trade/TradeTicket.tsx';
import type { TicketStart } from '../trade/ticketStart.ts';
import { BuyButtons } from './BuyButtons.tsx';
import { HistoryChart } from './chart/HistoryChart.tsx';
import { MarketActions } from './MarketActions.tsx';
import { MarketHeader } from './MarketHeader.tsx';
import { MarketTabs } from './MarketTabs.tsx';
import { leadingOutcomes, phaseOf } from './marketStatus.ts';
import { OutcomeList } from './OutcomeList.tsx';
import { PositionPanel } from './PositionPanel.tsx';
import { ResolutionSummary } from './ResolutionSummary.tsx';

/** From here on the ticket stands beside the chart; below it is a sheet. Tailwind's `lg`. */
const besideChart = '(min-width: 64rem)';

const usualStart = ({ type, outcomes }: MarketDetail['market']): TicketStart => ({
  action: 'BUY',
  outcome: type === 'BINARY' ? 0 : (leadingOutcomes(outcomes, 1).leading[0]?.index ?? 0),
});

const focusAmount = (ticket: HTMLElement | null): void =>
  ticket?.querySelector<HTMLElement>('[data-autofocus]')?.focus();

interface AsideProps {
  readonly market: MarketDetail['market'];
  /** What was asked for elsewhere on the page, counted so that asking again starts anew. */
  readonly asked: { readonly start: TicketStart; readonly count: number };
  readonly onStart: (start: TicketStart | undefined) => void;
}

const TicketAside = ({ market, asked, onStart }: AsideProps) => (
  <aside
    aria-label="Trade"
    className="sticky top-6 max-h-[calc(100dvh-3rem)] overflow-y-auto rounded-md border border-line p-5"
  >
    <div key={asked.count} ref={asked.count > 0 ? focusAmount : null}>
      <TradeTicket
        market={market}
        start={asked.start}
        onTraded={(answer) =>
          announceTrade(market, answer, () => onStart({ action: 'SELL', outcome: answer.trade.outcome }))
        }
      />
    </div>
  </aside>
);

/** One market: what people believe on the left, what to do about it on the right. */
export const MarketView = ({ market, trades }: MarketDetail) => {
  const phase = phaseOf(market, useNow());
  const wide = useMediaQuery(besideChart);
  const [asked, setAsked] = useState<{ start: TicketStart | undefined; count: number }>({
    start: undefined,
    count: 0,
  });
  const ask = (start: TicketStart | undefined): void =>
    setAsked(({ count }) => ({ start, count: count + 1 }));
  const open = phase === 'OPEN';
  const onPick = open ? (outcome: number) => ask({ action: 'BUY', outcome }) : undefined;
  const onSell = open ? (outcome: number) => ask({ action: 'SELL', outcome }) : undefined;
  const binary = market.type === 'BINARY';
  return (
    <div className="grid gap-8 pt-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="grid min-w-0 content-start gap-6">
        <MarketHeader market={market} phase={phase} />
        {market.resolution !== undefined && (
          <ResolutionSummary market={market} resolution={market.resolution} />
        )}
        {!open && <MarketActions market={market} phase={phase} />}
        {!wide && binary && onPick && <BuyButtons market={market} size="large" onPick={onPick} />}
        <HistoryChart market={market} />
        {!binary && <OutcomeList market={market} onPick={onPick} />}
        <PositionPanel market={market} onSell={onSell} />
        {open && <MarketActions market={market} phase={phase} />}
        <MarketTabs market={market} trades={trades} />
      </div>
      {wide ? (
        <div>
          <TicketAside
            market={market}
            asked={{ start: asked.start ?? usualStart(market), count: asked.count }}
            onStart={ask}
          />
        </div>
      ) : (
        <TradeSheet market={market} start={asked.start} onStart={ask} />
      )}
    </div>
  );
};
