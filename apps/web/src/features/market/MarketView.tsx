import type { MarketDetail } from '@mesh-markets/contract';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useMediaQuery } from '../../lib/useMediaQuery.ts';
import { useNow } from '../../lib/useNow.ts';
import { HidePost } from '../discussion/HidePost.tsx';
import { ProposalPanel } from '../resolve/ProposalPanel.tsx';
import { announceTrade } from '../trade/announceTrade.ts';
import { TradeSheet } from '../trade/TradeSheet.tsx';
import { TradeTicket } from '../trade/TradeTicket.tsx';
import { startOf, type TicketSearch } from '../trade/ticketSearch.ts';
import type { TicketStart } from '../trade/ticketStart.ts';
import { BuyButtons } from './BuyButtons.tsx';

import { MarketActions } from './MarketActions.tsx';
import { MarketFacts } from './MarketFacts.tsx';
import { MarketHeader } from './MarketHeader.tsx';
import { MarketTabs } from './MarketTabs.tsx';
import { leadingOutcomes, type MarketPhase, phaseOf } from './marketStatus.ts';
import { OddsCharts } from './OddsCharts.tsx';
import { OutcomeList } from './OutcomeList.tsx';
import { EndNotes } from './oracle/EndNotes.tsx';
import { OracleRequest } from './oracle/OracleRequest.tsx';
import { ResolvesLine } from './oracle/ResolvesLine.tsx';
import { PositionPanel } from './PositionPanel.tsx';
import { ResolutionSummary } from './ResolutionSummary.tsx';

/** From here on the ticket stands beside the chart; below it is a sheet. Tailwind's `lg`. */
const besideChart = '(min-width: 64rem)';

const usualStart = ({ type, outcomes }: MarketDetail['market']): TicketStart => ({
  action: 'BUY',
  outcome: type === 'BINARY' ? 0 : (leadingOutcomes(outcomes, 1).leading[0]?.index ?? 0),
});

const focusAmount = (ticket: HTMLElement | null): void =>
  ticket?.querySelector<HTMLElement>('[name=amount]')?.focus();

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

interface MarketBodyProps {
  readonly market: MarketDetail['market'];
  readonly phase: MarketPhase;
  /** There is room for the ticket, or for how it ended, beside the chart. */
  readonly wide: boolean;
  readonly onStart: (start: TicketStart) => void;
}

const MarketBody = ({ market, phase, wide, onStart }: MarketBodyProps) => {
  const open = phase === 'OPEN';
  const onPick = open ? (outcome: number) => onStart({ action: 'BUY', outcome }) : undefined;
  const onSell = open ? (outcome: number) => onStart({ action: 'SELL', outcome }) : undefined;
  const binary = market.type === 'BINARY';
  return (
    <div className="grid min-w-0 content-start gap-6">
      <div className="grid min-w-0 gap-3">
        <MarketHeader market={market} phase={phase} />
        <ResolvesLine market={market} />
      </div>
      <OracleRequest market={market} />
      <EndNotes market={market} phase={phase} />
      {market.hidden && <HidePost postId={market.postId} hidden />}
      {market.resolution !== undefined && (
        <ResolutionSummary market={market} resolution={market.resolution} />
      )}
      {market.state === 'CLOSED' && market.proposal !== undefined && (
        <ProposalPanel market={market} proposal={market.proposal} />
      )}
      {!open && <MarketActions market={market} phase={phase} />}
      {/* Where the ticket is a sheet, its buttons stand on the first screen. */}
      {!wide && binary && onPick && <BuyButtons market={market} size="large" onPick={onPick} />}
      <OddsCharts market={market} open={open} />
      {!binary && <OutcomeList market={market} onPick={onPick} />}
      <PositionPanel market={market} onSell={onSell} />
      {open && <MarketActions market={market} phase={phase} />}
      {!market.hidden && <HidePost postId={market.postId} hidden={false} />}
    </div>
  );
};

interface MarketViewProps extends MarketDetail {
  readonly search: TicketSearch;
}

/** What the address asks the ticket to begin with. It is said once: a reload must not open the ticket again. */
const useAskedStart = ({ market, search }: MarketViewProps) => {
  const navigate = useNavigate();
  const [start] = useState(() => startOf(market, search));
  useEffect(() => {
    if (start !== undefined) void navigate({ to: '.', search: {}, replace: true, resetScroll: false });
  }, [start, navigate]);
  return start;
};

/**
 * One market: what people believe on the left, what to do about it on the right. In the document the ticket comes
 * before the tabs, whose list of trades has no end for those who walk with the Tab key.
 */
export const MarketView = (props: MarketViewProps) => {
  const { market, trades } = props;
  const start = useAskedStart(props);
  const phase = phaseOf(market, useNow());
  const wide = useMediaQuery(besideChart);
  const [asked, setAsked] = useState<{ start: TicketStart | undefined; count: number }>({
    start,
    count: start === undefined ? 0 : 1,
  });
  const ask = (next: TicketStart | undefined): void =>
    setAsked(({ count }) => ({ start: next, count: count + 1 }));
  return (
    <div className="grid gap-x-8 gap-y-6 pt-6 lg:grid-cols-[minmax(0,1fr)_20rem] lg:grid-rows-[auto_1fr]">
      <MarketBody market={market} phase={phase} wide={wide} onStart={ask} />
      {wide ? (
        <div className="col-start-2 row-span-2 row-start-1">
          {phase === 'OPEN' ? (
            <TicketAside
              market={market}
              asked={{ start: asked.start ?? usualStart(market), count: asked.count }}
              onStart={ask}
            />
          ) : (
            <MarketFacts market={market} />
          )}
        </div>
      ) : (
        <TradeSheet market={market} start={asked.start} onStart={ask} />
      )}
      <div className="min-w-0">
        <MarketTabs market={market} trades={trades} />
      </div>
    </div>
  );
};
