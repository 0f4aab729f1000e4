import type { Market } from '@mesh-markets/contract';
import { useQuery } from '@tanstack/react-query';
import { instanceQuery, meQuery } from '../../../api/queries.ts';
import { formatCounted } from '../../../lib/format.ts';
import { useNow } from '../../../lib/useNow.ts';
import type { MarketPhase } from '../marketStatus.ts';
import { PersonLink } from '../PersonLink.tsx';
import { waitedDays } from './waitedDays.ts';

/** Who closed it before its time, and why. */
const ClosedEarlyNote = ({ closedEarly }: { readonly closedEarly: NonNullable<Market['closedEarly']> }) => (
  <p dir="auto" className="wrap-anywhere whitespace-pre-wrap text-sm text-muted">
    Closed early by <PersonLink user={closedEarly.by} />
    {closedEarly.reason === undefined ? '.' : `: ${closedEarly.reason}`}
  </p>
);

/** That nobody has resolved it for long, and who may. */
const AbandonedNote = ({ market }: { readonly market: Market }) => {
  const now = useNow();
  const { data: instance } = useQuery(instanceQuery());
  const after = instance?.abandonedAfterDays ?? 0;
  const days = waitedDays(market, now);
  if (after === 0 || days < after || market.proposal !== undefined) return null;
  return (
    <p className="rounded-md bg-sunken p-3 text-sm">
      Nobody has resolved this for <span className="figures">{formatCounted(days, 'day')}</span>; moderators
      may.
    </p>
  );
};

/** For a moderator or admin who could decide this market but for what they have at stake. */
const ConflictNote = () => {
  const { data: me } = useQuery(meQuery());
  return (
    <p className="text-sm text-muted">
      You have something at stake in this market, so another {me?.role === 'admin' ? 'admin' : 'moderator'}{' '}
      has to decide it.
    </p>
  );
};

/** What there is to know of how trading ended and why nothing was paid yet. */
export const EndNotes = ({ market, phase }: { readonly market: Market; readonly phase: MarketPhase }) => {
  if (phase === 'OPEN') return null;
  const { closedEarly, viewer } = market;
  return (
    <>
      {closedEarly !== undefined && <ClosedEarlyNote closedEarly={closedEarly} />}
      {phase === 'WAITING' && <AbandonedNote market={market} />}
      {phase === 'WAITING' && viewer?.hasConflict && <ConflictNote />}
    </>
  );
};
