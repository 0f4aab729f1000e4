import type { Market, TradeAnswer } from '@mesh-markets/contract';
import { useQuery } from '@tanstack/react-query';
import { marketQuery } from '../../api/queries.ts';
import { Sheet } from '../../ui/Dialog.tsx';
import { announceTrade } from './announceTrade.ts';
import { TradeTicket } from './TradeTicket.tsx';
import type { TicketStart } from './ticketStart.ts';

interface TradeSheetProps {
  readonly market: Market;
  /** Open while there is something to start with. */
  readonly start: TicketStart | undefined;
  readonly onStart: (start: TicketStart | undefined) => void;
}

/** A card's market may be as old as its feed: while the ticket is open the market's own query keeps it fresh. */
const FreshTicket = ({
  market,
  start,
  onTraded,
}: {
  readonly market: Market;
  readonly start: TicketStart;
  readonly onTraded: (answer: TradeAnswer) => void;
}) => {
  const { data } = useQuery(marketQuery(market.id));
  const fresh = data !== undefined && data.market.version >= market.version ? data.market : market;
  return <TradeTicket market={fresh} start={start} inSheet onTraded={onTraded} />;
};

/** The ticket over a card, or over the market page on a phone. It goes once the trade is done. */
export const TradeSheet = ({ market, start, onStart }: TradeSheetProps) => {
  const finish = (answer: TradeAnswer): void => {
    onStart(undefined);
    announceTrade(market, answer, () => onStart({ action: 'SELL', outcome: answer.trade.outcome }));
  };
  return (
    <Sheet
      open={start !== undefined}
      onClose={() => onStart(undefined)}
      title={<span className="line-clamp-3 text-base">{market.question}</span>}
    >
      {start !== undefined && <FreshTicket market={market} start={start} onTraded={finish} />}
    </Sheet>
  );
};
