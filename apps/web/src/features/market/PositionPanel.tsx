import type { Holding, Market } from '@mesh-markets/contract';
import type { ReactNode } from 'react';
import { className as join } from '../../lib/className.ts';
import { formatCredits, formatShares, formatSignedCredits } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { Credits } from '../../ui/Credits.tsx';
import { profitTone } from '../wallet/profitTone.ts';
import { quotedLabel } from './outcomeName.ts';

interface PositionPanelProps {
  readonly market: Market;
  /** Undefined when nothing can be sold any more. */
  readonly onSell: ((outcome: number) => void) | undefined;
}

const Figure = ({ term, children }: { readonly term: string; readonly children: ReactNode }) => (
  <div className="grid gap-0.5">
    <dt className="text-xs text-muted">{term}</dt>
    <dd className="font-medium">{children}</dd>
  </div>
);

const HoldingRow = ({
  holding,
  onSell,
}: {
  readonly holding: Holding;
  readonly onSell: PositionPanelProps['onSell'];
}) => {
  const { outcome, label, shares, costBasis, value } = holding;
  const profit = value - costBasis;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3">
      <p className="order-1 min-w-32 flex-1 font-medium">
        <span className="figures">{formatShares(shares)}</span> <bdi>{quotedLabel(label)}</bdi>
      </p>
      <dl className="figures order-3 grid grid-cols-[repeat(3,5rem)] gap-x-3 text-sm max-sm:w-full sm:order-2">
        <Figure term="Worth now">
          <Credits amount={value} />
        </Figure>
        <Figure term="Cost">{formatCredits(costBasis)}</Figure>
        <Figure term="Profit">
          <span className={profitTone(profit)}>{formatSignedCredits(profit)}</span>
        </Figure>
      </dl>
      {onSell && (
        <Button
          variant="secondary"
          size="small"
          className="order-2 sm:order-3"
          onClick={() => onSell(outcome)}
        >
          Sell <span className="sr-only">{label}</span>
        </Button>
      )}
    </li>
  );
};

const PaidOut = ({ market }: { readonly market: Market }) => {
  const payout = market.viewer?.payout;
  if (payout === undefined || market.state !== 'RESOLVED') return null;
  return (
    <p className={join('figures pb-3 text-sm', payout > 0 && 'font-medium')}>
      {payout > 0 ? `You were paid ${formatCredits(payout)}.` : 'Your shares paid nothing.'}
    </p>
  );
};

/** What the reader has at stake here. Absent for those who have nothing. */
export const PositionPanel = ({ market, onSell }: PositionPanelProps) => {
  const holdings = market.viewer?.holdings ?? [];
  const paid = market.state === 'RESOLVED' && (market.viewer?.payout ?? 0) > 0;
  if (holdings.length === 0 && !paid) return null;
  return (
    <section aria-labelledby="position-title" className="rounded-md border border-line px-4 pt-3">
      <h2 id="position-title" className="text-sm font-semibold">
        Your position
      </h2>
      <PaidOut market={market} />
      {market.state !== 'RESOLVED' && (
        <ul className="divide-y divide-line">
          {holdings.map((holding) => (
            <HoldingRow key={holding.outcome} holding={holding} onSell={onSell} />
          ))}
        </ul>
      )}
    </section>
  );
};
