import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { instanceQuery } from '../../api/queries.ts';
import { formatCredits } from '../../lib/format.ts';
import { paths } from '../../lib/paths.ts';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { outcomeName } from '../market/outcomeName.ts';
import { ticketAddress } from './ticketSearch.ts';
import { toneOf } from './ticketStart.ts';
import { actionSentence, problemSentence } from './ticketWords.ts';
import { useSecondsLeft } from './useSecondsLeft.ts';
import type { Ticket } from './useTicket.ts';
import { useTradingStop } from './useTradingStop.ts';

const variants = { yes: 'yes', no: 'no', accent: 'primary' } as const;

/** Long labels wrap instead of pushing the price out. */
const buttonShape = 'h-auto min-h-12 py-2 text-center';

const JoinButton = ({ market, draft }: Ticket) => {
  const { data: instance } = useQuery(instanceQuery());
  const next = ticketAddress(market, draft);
  return (
    <div className="grid gap-2 text-center">
      <Link to={paths.signUp()} search={{ next }} className={buttonClass({ size: 'large', wide: true })}>
        Sign up to trade
      </Link>
      <p className="text-xs text-muted">
        {instance !== undefined && `You start with ${formatCredits(instance.signupCredits)}. `}
        <Link to={paths.signIn()} search={{ next }} className="text-accent underline underline-offset-2">
          Sign in
        </Link>{' '}
        if you have an account.
      </p>
    </div>
  );
};

/** A refusal of the order as a whole, in words. */
const OrderRefusal = ({ refusal }: Ticket) =>
  refusal?.place === 'ORDER' && (
    <p role="alert" className="rounded-md bg-danger-soft p-3 text-sm text-danger">
      {refusal.sentence}
    </p>
  );

const waitUntil = ({ refusal, sentAt }: Ticket): number =>
  refusal?.waitSeconds === undefined ? 0 : sentAt + refusal.waitSeconds * 1000;

/** The one button, saying what it does. */
const SendButton = (ticket: Ticket) => {
  const { market, draft, evaluation, refusal, pending } = ticket;
  const seconds = useSecondsLeft(waitUntil(ticket));
  const stop = useTradingStop(market, draft.action);
  const label = outcomeName(market, draft.outcome);
  const { problem, preview } = evaluation;
  const again = refusal?.remedy === 'SEND_AGAIN';
  const idle = draft.action === 'BUY' ? `Buy ${label}` : `Sell ${label}`;
  const reason = problem && !again ? problemSentence(problem, draft, label) : undefined;
  const words = preview === undefined ? idle : actionSentence(preview, label);
  return (
    <Button
      type="submit"
      size="large"
      wide
      variant={draft.action === 'SELL' ? 'primary' : variants[toneOf(market, draft.outcome)]}
      className={buttonShape}
      pending={pending}
      pendingLabel={draft.action === 'BUY' ? 'Buying…' : 'Selling…'}
      disabledReason={stop ?? (seconds > 0 ? 'You can trade again when the time is up.' : reason)}
    >
      {seconds > 0 ? `Wait ${seconds}\u202fs` : again ? 'Send the same order again' : words}
    </Button>
  );
};

export const TicketButton = (ticket: Ticket) => (
  <div className="grid gap-3">
    <OrderRefusal {...ticket} />
    {ticket.signedIn === false || ticket.refusal?.remedy === 'SIGN_IN' ? (
      <JoinButton {...ticket} />
    ) : (
      <SendButton {...ticket} />
    )}
  </div>
);
