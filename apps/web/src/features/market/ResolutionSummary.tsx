import type { Market, Resolution } from '@mesh-markets/contract';
import type { ReactNode } from 'react';
import { formatCounted, formatCredits } from '../../lib/format.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { Markdown } from '../../ui/Markdown.tsx';
import { CorrectionNote } from '../resolve/CorrectionNote.tsx';
import { ResolutionHistory } from '../resolve/ResolutionHistory.tsx';
import { Decider } from './Decider.tsx';
import { formatWeight, verdictOf } from './marketStatus.ts';

const Figure = ({ term, children }: { readonly term: string; readonly children: ReactNode }) => (
  <div>
    <dt className="text-xs text-muted">{term}</dt>
    <dd className="figures text-sm font-medium">{children}</dd>
  </div>
);

const Parts = ({ market }: { readonly market: Market }) => {
  const verdict = verdictOf(market);
  if (verdict?.kind !== 'SPLIT') return null;
  return (
    <ul className="text-sm">
      {verdict.parts.map(({ label, basisPoints }) => (
        <li key={label} className="flex justify-between gap-4">
          <span dir="auto">{label}</span>
          <span className="figures font-medium">{formatWeight(basisPoints)}</span>
        </li>
      ))}
    </ul>
  );
};

interface ResolutionSummaryProps {
  readonly market: Market;
  readonly resolution: Resolution;
}

/** How the question was decided, by whom, on what evidence, and what that paid. */
export const ResolutionSummary = ({ market, resolution }: ResolutionSummaryProps) => (
  <section aria-labelledby="resolution-title" className="grid gap-3 rounded-md border border-line p-4">
    <h2 id="resolution-title" className="text-sm font-semibold">
      Resolution
    </h2>
    <p className="text-sm text-muted">
      {resolution.correction === undefined ? 'Decided' : 'Corrected'} by <Decider resolution={resolution} />,{' '}
      <DateTime at={resolution.resolvedAt} />
    </p>
    {resolution.correction !== undefined && <CorrectionNote correction={resolution.correction} />}
    <Parts market={market} />
    {resolution.note !== undefined && <Markdown text={resolution.note} small />}
    <dl className="grid grid-cols-2 gap-4 border-t border-line pt-3 sm:grid-cols-3">
      <Figure term={resolution.outcome === 'N_A' ? 'Refunded' : 'Paid out'}>
        {formatCredits(resolution.paidCredits)}
      </Figure>
      <Figure term="To">{formatCounted(resolution.holdersPaid, 'person', 'people')}</Figure>
      <Figure term={market.subsidyFrom === 'HOUSE' ? 'Returned to the house' : 'Returned to the creator'}>
        {formatCredits(resolution.returnedCredits)}
      </Figure>
    </dl>
    {(resolution.correction !== undefined || resolution.wasProposed) && <ResolutionHistory market={market} />}
  </section>
);
