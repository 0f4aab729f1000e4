import type { ReactNode } from 'react';
import { formatCredits, formatPercent, formatShares, formatSignedCredits } from '../../lib/format.ts';
import { MovementBar } from './MovementBar.tsx';
import type { BuyPreview, Preview, SellPreview } from './ticket.ts';
import { labelOf, toneOf } from './ticketStart.ts';
import { formatAveragePrice, formatGain, formatMove } from './ticketWords.ts';
import type { Ticket } from './useTicket.ts';

const Row = ({ term, children }: { readonly term: ReactNode; readonly children: ReactNode }) => (
  <div className="flex items-baseline justify-between gap-4">
    <dt className="min-w-0 text-muted">{term}</dt>
    <dd className="shrink-0 font-medium">{children}</dd>
  </div>
);

/** Stands where a figure will be, so that nothing jumps when it comes. */
const nothing = '–';

const Movement = ({ market, draft, evaluation }: Ticket) => {
  const { preview } = evaluation;
  const now = market.outcomes[draft.outcome]?.probability ?? 0;
  const before = preview?.probabilityBefore ?? now;
  const after = preview?.probabilityAfter ?? now;
  return (
    <div className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1.5">
      <dt className="text-muted">
        {market.type === 'BINARY' ? `Moves ${labelOf(market, draft.outcome)}` : 'Moves the odds'}
      </dt>
      <dd className="font-medium">
        {preview === undefined ? formatPercent(now) : formatMove(before, after)}
      </dd>
      <dd className="col-span-2">
        <MovementBar before={before} after={after} tone={toneOf(market, draft.outcome)} />
      </dd>
    </div>
  );
};

const payout = (preview: BuyPreview | undefined): string =>
  preview === undefined ? nothing : `${formatCredits(preview.payout)} (${formatGain(preview.gain)})`;

/** An order beyond the balance is refused, so there is no balance after it. */
const balanceAfter = (preview: Preview | undefined): string =>
  preview?.balanceAfter === undefined || preview.balanceAfter < 0
    ? nothing
    : formatCredits(preview.balanceAfter);

const price = (preview: Preview | undefined): string =>
  preview === undefined ? nothing : formatAveragePrice(preview.averagePrice);

const BuyFigures = ({ preview, ...ticket }: Ticket & { readonly preview: BuyPreview | undefined }) => (
  <>
    <Row term="Shares you get">{preview === undefined ? nothing : formatShares(preview.shares)}</Row>
    <Row term="Average price">{price(preview)}</Row>
    <Movement {...ticket} />
    <Row
      term={
        ticket.market.type === 'BINARY'
          ? `Payout if ${labelOf(ticket.market, ticket.draft.outcome)}`
          : 'Payout if it happens'
      }
    >
      {payout(preview)}
    </Row>
    <Row term="Balance after">{balanceAfter(preview)}</Row>
  </>
);

const SellFigures = ({ preview, ...ticket }: Ticket & { readonly preview: SellPreview | undefined }) => (
  <>
    <Row term="Credits you get">{preview === undefined ? nothing : formatCredits(preview.credits)}</Row>
    <Row term="Average price">{price(preview)}</Row>
    <Movement {...ticket} />
    <Row term="Profit on these shares">
      {preview === undefined ? nothing : formatSignedCredits(preview.profit)}
    </Row>
    <Row term="Balance after">{balanceAfter(preview)}</Row>
  </>
);

/** What the order would do, live while it is being written. */
export const TicketFigures = (ticket: Ticket) => {
  const { preview } = ticket.evaluation;
  return (
    <dl className="figures grid gap-2 text-sm">
      {ticket.draft.action === 'BUY' ? (
        <BuyFigures {...ticket} preview={preview?.action === 'BUY' ? preview : undefined} />
      ) : (
        <SellFigures {...ticket} preview={preview?.action === 'SELL' ? preview : undefined} />
      )}
    </dl>
  );
};
