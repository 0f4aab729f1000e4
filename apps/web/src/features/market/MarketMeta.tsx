import type { Market } from '@mesh-markets/contract';
import { formatCounted, formatCreditsCompact } from '../../lib/format.ts';
import { formatRelative, formatTimeLeft } from '../../lib/time.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { type MarketPhase, resolverOf, verdictIn, verdictName } from './marketStatus.ts';
import { PersonLink } from './PersonLink.tsx';

interface WhenProps {
  readonly market: Market;
  readonly phase: MarketPhase;
}

const When = ({ market, phase }: WhenProps) => {
  if (phase === 'OPEN') return <DateTime at={market.closesAt} format={formatTimeLeft} />;
  const at = (phase === 'RESOLVED' && market.resolvedAt) || market.closedAt || market.closesAt;
  const verb = phase === 'RESOLVED' ? 'resolved' : 'closed';
  return <DateTime at={at} format={(moment, now) => `${verb} ${formatRelative(moment, now)}`} />;
};

/** The quiet line: how many, how much, how long; the page says elsewhere how long. */
export const MarketMeta = ({ market, phase }: { readonly market: Market; readonly phase?: MarketPhase }) => (
  <ul className="figures flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
    <li>{formatCounted(market.traderCount, 'trader')}</li>
    <li>{formatCreditsCompact(market.volume)} volume</li>
    {phase !== undefined && (
      <li>
        <When market={market} phase={phase} />
      </li>
    )}
  </ul>
);

/** Why there are no buttons: somebody has to decide. */
export const WaitingLine = ({ market }: { readonly market: Market }) => (
  <p className="text-sm text-muted">
    {market.proposal === undefined ? (
      <>
        Closed, waiting for resolution by <PersonLink user={resolverOf(market)} />
      </>
    ) : (
      <>
        Proposed result: <bdi>{verdictName(verdictIn(market, market.proposal))}</bdi>, not paid yet
      </>
    )}
  </p>
);
