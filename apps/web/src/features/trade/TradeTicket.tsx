import type { Action, Market, Me, TradeAnswer } from '@mesh-markets/contract';
import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../../api/queries.ts';
import { useNow } from '../../lib/useNow.ts';
import { DialogFoot } from '../../ui/DialogFoot.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { phaseOf } from '../market/marketStatus.ts';
import { AmountField } from './AmountField.tsx';
import { ClosedNote } from './ClosedNote.tsx';
import { HoldingPicker } from './HoldingPicker.tsx';
import { OutcomePicker } from './OutcomePicker.tsx';
import { TicketButton } from './TicketButton.tsx';
import { TicketFigures } from './TicketFigures.tsx';
import type { TicketStart } from './ticketStart.ts';
import { type Ticket, useTicket } from './useTicket.ts';
import { useTradingStop } from './useTradingStop.ts';
import { WorstPrice } from './WorstPrice.tsx';

interface TradeTicketProps {
  readonly market: Market;
  /** Read once: give the ticket another `key` to start it anew. */
  readonly start: TicketStart;
  /** For a ticket in a dialog of its own. */
  readonly inSheet?: boolean;
  readonly onTraded: (answer: TradeAnswer) => void;
}

const actions: readonly { readonly value: Action; readonly label: string }[] = [
  { value: 'BUY', label: 'Buy' },
  { value: 'SELL', label: 'Sell' },
];

const resolvingRole = (market: Market, me: Me | null | undefined): string | undefined => {
  if (me === null || me === undefined) return undefined;
  if (market.oracle?.id === me.id || market.creator.id === me.id) {
    return 'You decide how this market resolves. What you hold in it is shown to everybody.';
  }
  return me.role === 'admin' ? 'As an admin you may resolve this market yourself.' : undefined;
};

/** Said before anybody fills in a ticket that would be refused. */
const StopNote = ({ market, draft }: Ticket) => {
  const stop = useTradingStop(market, draft.action);
  return stop !== undefined && <p className="rounded-md bg-sunken p-3 text-sm">{stop}</p>;
};

const ResolverNote = ({ market }: { readonly market: Market }) => {
  const { data: me } = useQuery(meQuery());
  const note = resolvingRole(market, me);
  return note !== undefined && <p className="text-xs text-muted">{note}</p>;
};

/** Switching to selling goes to something that can be sold. */
const outcomeFor = (action: Action, { market, draft }: Ticket): number => {
  if (action === 'BUY') return draft.outcome;
  const holdings = market.viewer?.holdings ?? [];
  const held = holdings.find(({ outcome }) => outcome === draft.outcome) ?? holdings[0];
  return held?.outcome ?? draft.outcome;
};

const OpenTicket = ({ inSheet, ...ticket }: Ticket & { readonly inSheet: boolean }) => {
  const { draft, market, change, send } = ticket;
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <SegmentedControl
        label="Buy or sell"
        segments={actions}
        value={draft.action}
        onValueChange={(action) => change({ action, outcome: outcomeFor(action, ticket), amount: '' })}
      />
      <StopNote {...ticket} />
      {draft.action === 'BUY' ? <OutcomePicker {...ticket} /> : <HoldingPicker {...ticket} />}
      <AmountField {...ticket} typeAtOnce={inSheet} />
      <TicketFigures {...ticket} />
      <WorstPrice {...ticket} />
      <ResolverNote market={market} />
      {inSheet ? (
        <DialogFoot stacked>
          <TicketButton {...ticket} />
        </DialogFoot>
      ) : (
        <TicketButton {...ticket} />
      )}
    </form>
  );
};

/** Buy or sell in one market, at the odds on screen until the server has spoken. */
export const TradeTicket = ({ market, start, inSheet = false, onTraded }: TradeTicketProps) => {
  const ticket = useTicket(market, start, onTraded);
  const now = useNow();
  return phaseOf(market, now) === 'OPEN' ? (
    <OpenTicket {...ticket} inSheet={inSheet} />
  ) : (
    <ClosedNote market={market} />
  );
};
