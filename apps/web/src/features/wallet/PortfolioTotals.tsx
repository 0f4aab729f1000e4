import type { Portfolio } from '@mesh-markets/contract';
import type { ReactNode } from 'react';
import { formatSignedCredits } from '../../lib/format.ts';
import { Credits } from '../../ui/Credits.tsx';
import { RollingNumber } from '../../ui/RollingNumber.tsx';
import { profitTone } from './profitTone.ts';

const Figure = ({ term, children }: { readonly term: string; readonly children: ReactNode }) => (
  <div className="grid content-start gap-1">
    <dt className="text-sm text-muted">{term}</dt>
    <dd className="figures text-lg font-semibold">{children}</dd>
  </div>
);

const Gain = ({ amount }: { readonly amount: number }) => (
  <RollingNumber value={amount} format={formatSignedCredits} className={profitTone(amount)} />
);

/** What the reader has, what it cost, and what came of it so far. */
export const PortfolioTotals = ({ portfolio }: { readonly portfolio: Portfolio }) => (
  <dl className="grid grid-cols-2 gap-x-4 gap-y-5 border-b border-line pb-5 sm:grid-cols-3">
    <Figure term="Balance">
      <Credits amount={portfolio.balance} />
    </Figure>
    <Figure term="Positions now">
      <Credits amount={portfolio.value} />
    </Figure>
    <Figure term="What they cost">
      <Credits amount={portfolio.invested} />
    </Figure>
    <Figure term="Profit made">
      <Gain amount={portfolio.realised} />
    </Figure>
    <Figure term="Open profit">
      <Gain amount={portfolio.value - portfolio.invested} />
    </Figure>
    <Figure term="Profit in all">
      <Gain amount={portfolio.profit} />
    </Figure>
  </dl>
);
